import HTTPTypes
import NIOCore
import Wire

/// The gateway's own answers for what went wrong: a page for people, a problem document for programs. The page needs
/// nothing but itself, since whoever would serve a style sheet may be what is down.
package enum ErrorPage {
    /// - Parameter accept: the request's `Accept`.
    package static func answer(_ problem: Problem, accept: String?, nonce: String, path: String = "/") -> WireResponse {
        var headers: HTTPFields = [.cacheControl: "no-store"]
        if problem.status == 503 || problem.status == 504 { headers[.retryAfter] = "1" }
        let status = HTTPResponse.Status(code: problem.status)
        guard accept?.lowercased().contains("text/html") == true else {
            headers[.contentType] = Problem.mediaType
            let body = (try? StrictJSON.encode(problem)) ?? ByteBuffer()
            return WireResponse(status: status, headers: headers, body: body)
        }
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.contentSecurityPolicy] = SecurityHeaders.errorPagePolicy(nonce)
        let page = page(Words(status: problem.status, detail: problem.detail), nonce: nonce, path: path)
        return WireResponse(status: status, headers: headers, body: ByteBuffer(string: page))
    }

    private struct Words {
        let title: String
        let text: String
        let offersRetry: Bool

        init(status: Int, detail: String?) {
            switch status {
            case 503:
                title = "Updraft is grounded for a moment"
                text =
                    "The shop cannot be reached just now. Nothing of yours is lost; please try again in a few seconds."
                offersRetry = true
            case 504:
                title = "The wind dropped"
                text = "The shop took too long to answer. Please try again."
                offersRetry = true
            case 502, 500:
                title = "A line got tangled"
                text = "Something went wrong on our side. Please try again."
                offersRetry = true
            default:
                title = "This request cannot fly"
                text = detail ?? "The shop does not take this request."
                offersRetry = false
            }
        }
    }

    private static func page(_ words: Words, nonce: String, path: String) -> String {
        let retry = words.offersRetry ? "<a class=\"first\" href=\"\(escape(path))\">Try again</a>" : ""
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(escape(words.title)) – Updraft</title>
            <style nonce="\(nonce)">\(style)</style>
            </head>
            <body>
            <main>
            <p class="name">\(kite) Updraft</p>
            <h1>\(escape(words.title))</h1>
            <p>\(escape(words.text))</p>
            <p class="ways">\(retry)<a href="/">Home page</a></p>
            </main>
            </body>
            </html>

            """
    }

    private static let kite = """
        <svg width="32" height="32" viewBox="0 0 32 32" aria-hidden="true"><path fill="#d43f1f" d="M20 2 6 13l7 9z"/>\
        <path fill="#ff8a5c" d="M20 2l7 12-14 8z"/><path fill="none" stroke="#5b7fa6" stroke-width="2" \
        stroke-linecap="round" d="M13 22c-4 1-2 4-5 5s-3 1-4 3"/></svg>
        """

    /// The shop's colours and shapes, in as few words as go.
    private static let style = """
        :root{color-scheme:light dark}\
        body{margin:0;min-height:100vh;display:grid;place-items:center;font:1.125rem/1.6 system-ui,sans-serif;\
        background:light-dark(#f7fdff,#0c121d);color:light-dark(#14213a,#e9f0f6)}\
        main{max-width:34rem;padding:2rem}\
        h1{font-size:clamp(2rem,6vw,3rem);line-height:1.05;letter-spacing:-.03em;margin:0 0 1rem}\
        .name{display:flex;align-items:center;gap:.5rem;font-weight:800;font-size:1.5rem;letter-spacing:-.045em;\
        margin:0 0 2rem}\
        .ways{display:flex;flex-wrap:wrap;gap:.75rem;margin:2rem 0 0}\
        a{padding:.6rem 1.5rem;border-radius:99px;border:1.5px solid light-dark(#6d7f99,#7487a1);font-weight:650;\
        font-size:1rem;color:inherit;text-decoration:none}\
        a:hover{text-decoration:underline}\
        .first{background:light-dark(#c62808,#ff8f66);border-color:transparent;color:light-dark(#fff,#231009)}
        """

    private static func escape(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
