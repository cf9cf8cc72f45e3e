import Gateway
import NIOHTTP1
import Testing

@Suite struct ResponseFramingTests {
    struct Case: Sendable {
        var method = HTTPMethod.GET
        var version = HTTPVersion.http1_1
        var request: [(String, String)] = []
        var status = HTTPResponseStatus.ok
        var response: [(String, String)] = []
        let body: ResponseFraming.Body
        let closes: Bool
    }

    @Test(arguments: [
        Case(body: .chunked, closes: false),
        Case(response: [("content-length", "3")], body: .length, closes: false),
        Case(request: [("connection", "close")], body: .chunked, closes: true),
        Case(request: [("connection", "upgrade"), ("upgrade", "h2c")], body: .chunked, closes: true),
        Case(response: [("connection", "close")], body: .chunked, closes: true),
        Case(method: .HEAD, body: .none, closes: false),
        Case(method: .HEAD, response: [("content-length", "3")], body: .none, closes: false),
        Case(status: .noContent, body: .none, closes: false),
        Case(status: .notModified, response: [("content-length", "0")], body: .none, closes: false),
        Case(version: .http1_0, body: .untilClose, closes: true),
        Case(version: .http1_0, response: [("content-length", "3")], body: .length, closes: true),
        Case(
            version: .http1_0, request: [("connection", "keep-alive")], response: [("content-length", "3")],
            body: .length, closes: false),
        Case(version: .http1_0, request: [("connection", "keep-alive")], body: .untilClose, closes: true),
    ])
    func bodyAndConnectionEndAsTheyShould(_ example: Case) {
        let request = ResponseFraming.Request(
            HTTPRequestHead(
                version: example.version, method: example.method, uri: "/", headers: HTTPHeaders(example.request)))
        var head = HTTPResponseHead(
            version: .http1_1, status: example.status, headers: HTTPHeaders(example.response))
        let framing = ResponseFraming(head, to: request)
        #expect(framing.body == example.body)
        #expect(framing.closes == example.closes)
        framing.apply(to: &head, request: request)
        #expect(head.headers.contains(name: "transfer-encoding") == (example.body == .chunked))
        #expect((head.headers["connection"] == ["close"]) == example.closes)
    }
}
