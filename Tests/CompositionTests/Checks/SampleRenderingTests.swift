import Composition
import FragmentContract
import HTTPTypes
import NIOCore
import Testing
import Wire

@Suite struct SampleRenderingTests {
    private static func answer(
        _ html: String = "<h2>x</h2>", status: HTTPResponse.Status = .ok, type: String = "text/html; charset=utf-8"
    ) -> Result<WireResponse, WireError> {
        .success(WireResponse(status: status, headers: [.contentType: type], body: ByteBuffer(string: html)))
    }

    private static func findings(_ answer: Result<WireResponse, WireError>, milliseconds: Int = 10) -> [String] {
        let fragment = FragmentDeclaration(
            name: "a.main", path: "/main", inputs: [.init("id", .slug)], budget: .init(milliseconds: 100, bytes: 50),
            headingLevel: 2)
        return SampleRendering(
            fragment: fragment, sample: ["id": "x"], answer: answer, time: .milliseconds(milliseconds)
        ).findings.map(\.description)
    }

    @Test func aGoodAnswerAndARedirectPass() {
        #expect(Self.findings(Self.answer()) == [])
        var moved = WireResponse(status: .seeOther)
        moved.headers[.location] = "/there"
        #expect(Self.findings(.success(moved)) == [])
    }

    @Test(arguments: [
        (answer(status: .internalServerError), "a.main answered 500 (with id=x)"),
        (answer(status: .notFound), "a.main answered 404 (with id=x)"),
        (.success(WireResponse(status: .seeOther)), "a.main answered 303 (with id=x)"),
        (answer(type: "application/json"), "a.main is application/json, not text/html (with id=x)"),
        (answer(String(repeating: "x", count: 51)), "a.main has 51 bytes; its budget is 50 (with id=x)"),
        (.failure(.tooLarge(limit: 50)), "a.main is longer than its 50 bytes (with id=x)"),
        (.failure(.deadlineExceeded), "a.main did not answer within 100 ms (with id=x)"),
        (answer("<h2>x"), "a.main <h2> was not closed (with id=x)"),
    ])
    func aFaultIsNamedWithItsSample(answer: Result<WireResponse, WireError>, finding: String) {
        #expect(Self.findings(answer) == [finding])
    }

    @Test func aSlowAnswerIsRefused() {
        #expect(
            Self.findings(Self.answer(), milliseconds: 101) == ["a.main took 101 ms; its budget is 100 (with id=x)"])
    }

    @Test func aSampleIsAskedForLikeAPageDoes() {
        let fragment = FragmentDeclaration(
            name: "a.main", path: "/main", inputs: [.init("id", .slug), .init("n", .text)])
        #expect(SampleRendering.target(fragment, ["n": "a b", "id": "x"]) == "/main?id=x&n=a%20b")
    }
}
