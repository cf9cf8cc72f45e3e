import Gateway
import HTTPTypes
import Testing
import Wire

@Suite struct ErrorPageTests {
    private func answer(_ status: HTTPResponse.Status, accept: String?, path: String = "/") -> WireResponse {
        ErrorPage.answer(Problem(status, detail: "a < b"), accept: accept, nonce: "N0NCE", path: path)
    }

    @Test func peopleGetAPageThatNeedsNothingElse() {
        let answer = answer(.serviceUnavailable, accept: "text/html,application/xhtml+xml,*/*;q=0.8")
        #expect(answer.status == .serviceUnavailable)
        #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
        #expect(answer.headers[.retryAfter] == "1")
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(answer.headers[.contentSecurityPolicy]?.contains("style-src 'nonce-N0NCE'") == true)
        #expect(answer.text.contains("<html lang=\"en\">"))
        #expect(answer.text.contains("<style nonce=\"N0NCE\">"))
        for word in ["<script", " style=", "<link", "<img", "http://", "https://"] {
            #expect(!answer.text.contains(word), "\(word)")
        }
    }

    @Test(arguments: [nil, "*/*", "application/json"])
    func programsGetAProblemDocument(_ accept: String?) throws {
        let answer = answer(.gatewayTimeout, accept: accept)
        #expect(answer.headers[.contentType] == "application/problem+json")
        #expect(answer.text.contains("\"status\":504"))
        #expect(answer.headers[.retryAfter] == "1")
    }

    @Test func whatTheClientSentIsEscaped() {
        let answer = answer(.gatewayTimeout, accept: "text/html", path: "/a\"><script>&")
        #expect(answer.text.contains("/a&quot;&gt;&lt;script&gt;&amp;"))
        #expect(self.answer(.forbidden, accept: "text/html").text.contains("a &lt; b"))
    }

    @Test func refusalsOfferNoSecondTry() {
        #expect(!answer(.forbidden, accept: "text/html").text.contains("Try again"))
        #expect(answer(.forbidden, accept: "text/html").headers[.retryAfter] == nil)
    }
}
