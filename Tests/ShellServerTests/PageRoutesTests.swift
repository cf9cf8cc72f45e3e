import HTTPTypes
import TestSupport
import Testing
import Wire

@Suite struct PageRoutesTests {
    @Test func aPageIsComposedOfWhatItsTeamSends() async throws {
        try await House.run { house in
            let page = try await house.get("/kites/delta", headers: [.cookie: "likes=wind; secret=1"])
            #expect(page.status == .ok)
            #expect(page.headers[.contentType] == "text/html; charset=utf-8")
            #expect(page.text.contains("<title>A kite · Updraft</title>"))
            #expect(page.text.contains(">delta</h1><p>likes wind</p>"))
            #expect(page.text.hasSuffix("</html>\n"))
            #expect(try await house.get("/second").text.contains("<h1>The second team</h1>"))
        }
    }

    @Test(arguments: [
        "/nowhere", "/kites", "/kites/gone", "/kites/NOT-A-SLUG", "/kites/%zz", "/fragments/kite", "/kites/buy/x",
    ])
    func whatIsNoPageIsAComposedPageThatSaysSo(_ target: String) async throws {
        try await House.run { house in
            let page = try await house.get(target)
            #expect(page.status == .notFound)
            #expect(page.text.contains("<h1>This page is stuck in a tree</h1>") && page.text.hasSuffix("</html>\n"))
        }
    }

    @Test func aTeamSendsItsVisitorElsewhere() async throws {
        try await House.run { house in
            let answer = try await house.get("/kites/moved")
            #expect(answer.status == .seeOther && answer.headers[.location] == "/kites/here")
        }
    }

    @Test func aHeadHasThePagesStatusAndNoBody() async throws {
        try await House.run { house in
            let found = try await house.send(WireRequest(method: .head, target: "/kites/delta"))
            #expect(found.status == .ok && found.body.readableBytes == 0)
            let length = try #require(found.headers[.contentLength].flatMap { Int($0) })
            #expect(length > 1_000)
            #expect(try await house.send(WireRequest(method: .head, target: "/nowhere")).status == .notFound)
        }
    }

    @Test func oneLineARequestNamesTheRouteAndTheTrace() async throws {
        try await House.run { house in
            let trace = String(repeating: "ab", count: 16)
            let field = try #require(HTTPField.Name("traceparent"))
            _ = try await house.get("/kites/delta", headers: [field: "00-\(trace)-0123456789abcdef-01"])
            try await house.eventually {
                house.log.lines.contains { $0.contains(trace) && $0.contains("\"route\":\"/kites/{id}\"") }
            }
        }
    }
}
