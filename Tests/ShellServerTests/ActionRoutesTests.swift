import HTTPTypes
import TestSupport
import Testing
import Wire

@Suite struct ActionRoutesTests {
    @Test func aFormGoesToItsTeamAndTheAnswerComesBack() async throws {
        try await House.run { house in
            let answer = try await house.post("/kites/buy", "id=delta", cookie: "likes=wind; cart=c1")
            #expect(answer.status == .seeOther)
            #expect(answer.headers[.location] == "/kites/delta")
            #expect(answer.headers[.setCookie] == "cart=c1")
            #expect(answer.headers[.server] == nil)
        }
    }

    @Test func theTeamGetsTheCookiesThatItDeclaredAndNoOthers() async throws {
        try await House.run { house in
            let answer = try await house.post("/kites/buy", "id=x", cookie: "likes=1")
            #expect(answer.headers[.setCookie] == "cart=new")
        }
    }

    @Test(arguments: [("sold-out", 409), ("nonsense", 400)])
    func aRefusalIsAPageWithItsStatus(_ id: String, _ status: Int) async throws {
        try await House.run { house in
            let answer = try await house.post("/kites/buy", "id=\(id)")
            #expect(answer.status.code == status)
            #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
            #expect(answer.text.hasSuffix("</html>\n"))
        }
    }

    @Test(arguments: ["/kites/steal", "/kites/delta", "/", "/second"])
    func whatNoTeamTakesIsNotFound(_ target: String) async throws {
        try await House.run { house in
            let answer = try await house.post(target, "id=delta")
            #expect(answer.status == .notFound && answer.text.hasSuffix("</html>\n"))
        }
    }
}
