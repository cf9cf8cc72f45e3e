import Composition
import FragmentContract
import HTTPTypes
import Synchronization
import TestSupport
import Testing

@Suite struct CachingTests {
    static let mini = TestShop.fragment("side", visibility: .personal, varies: ["cookie:cart"])

    @Test func aFreshAnswerIsNotAskedForAgain() async throws {
        try await TestShop.run { shop in
            shop.server.on("/side", .html("<p>side</p>", "max-age=60"))
            let states = [try await shop.page().part("t.side")?.state, try await shop.page().part("t.side")?.state]
            #expect(states == ["miss", "hit"])
            #expect(shop.server.questions("/side").count == 1)
        }
    }

    @Test(arguments: [
        "", "no-store", "private, max-age=60", "max-age=0", "max-age=60\r\nset-cookie: a=b", "max-age=60\r\nvary: *",
    ])
    func whatMayNotBeKeptIsAskedForAgain(_ control: String) async throws {
        try await TestShop.run { shop in
            shop.server.on("/side", control.isEmpty ? .html("<p>A</p>") : .html("<p>A</p>", control))
            let states = [try await shop.page().part("t.side")?.state, try await shop.page().part("t.side")?.state]
            #expect(states == ["miss", "miss"])
            #expect(shop.server.questions("/side").count == 2)
        }
    }

    @Test(arguments: [ScriptedServer.Behaviour.silence, .hangUp, .answer("no", status: 500), .html("<p>half <b")])
    func theLastGoodAnswerStandsInForAFailure(_ trouble: ScriptedServer.Behaviour) async throws {
        try await TestShop.run([TestShop.main, TestShop.fragment("side", milliseconds: 700)]) { shop in
            shop.server.on("/side", .html("<p>good</p>", "max-age=0, stale-if-error=60"))
            _ = try await shop.page()
            shop.server.on("/side", trouble)
            let part = try await shop.page().part("t.side")
            #expect(part?.state == "last-good" && part?.text == "<p>good</p>" && part?.reason != nil)
        }
    }

    @Test func aClearNoIsNoFailure() async throws {
        try await TestShop.run { shop in
            shop.server.on("/side", .html("<p>good</p>", "max-age=0, stale-if-error=60"))
            _ = try await shop.page()
            shop.server.on("/side", .answer("gone", status: 404))
            #expect(try await shop.page().part("t.side")?.text == "no side")
        }
    }

    @Test func aStaleAnswerIsShownWhileANewOneIsFetched() async throws {
        try await TestShop.run { shop in
            shop.server.on("/side", .html("<p>old</p>", "max-age=0, stale-while-revalidate=60"))
            _ = try await shop.page()
            let gate = Gate()
            shop.server.on("/side", .after(gate, .html("<p>new</p>", "max-age=60")))
            let part = try await shop.page().part("t.side")
            #expect(part?.state == "stale" && part?.text == "<p>old</p>")
            await shop.server.hasBeenAsked("/side", times: 2)
            gate.open()
            var page = try await shop.page()
            while page.part("t.side")?.state == "stale" { page = try await shop.page() }
            #expect(page.part("t.side")?.text == "<p>new</p>")
            #expect(shop.server.questions("/side").count == 2)
        }
    }

    @Test func equalQuestionsAtOneTimeAreAskedOnce() async throws {
        try await TestShop.run { shop in
            let gate = Gate()
            shop.server.on("/main", .html("<h1>main</h1>", "max-age=60"))
            shop.server.on("/side", .after(gate, .html("<p>side</p>", "max-age=60")))
            let texts = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<100 { group.addTask { try await shop.page().part("t.side")?.text } }
                await shop.server.hasBeenAsked("/side")
                gate.open()
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(texts == ["<p>side</p>"])
            #expect(shop.server.questions("/side").count == 1)
            #expect(shop.server.questions("/main").count == 1)
        }
    }

    @Test func aPersonalFragmentIsNeverKeptNorShared() async throws {
        try await TestShop.run([TestShop.main, Self.mini]) { shop in
            shop.server.on("/side") { .html("<p>\($0["cookie"] ?? "nobody")</p>", "public, max-age=60") }
            let texts = try await withThrowingTaskGroup(of: (Int, String?).self) { group in
                for visitor in 0..<40 {
                    group.addTask {
                        (visitor, try await shop.page(cookies: ["cart": "c\(visitor)", "x": "y"]).part("t.side")?.text)
                    }
                }
                return try await group.reduce(into: [Int: String?]()) { $0[$1.0] = $1.1 }
            }
            for visitor in 0..<40 { #expect(texts[visitor] == "<p>cart=c\(visitor)</p>") }
            _ = try await shop.page(cookies: ["cart": "c1"])
            #expect(shop.server.questions("/side").count == 41)
        }
    }

    @Test func aPersonalFragmentIsTheSameForAllWhoHaveNothing() async throws {
        try await TestShop.run([TestShop.main, Self.mini]) { shop in
            shop.server.on("/side") { .html("<p>\($0["cookie"] ?? "nobody")</p>", "public, max-age=60") }
            _ = try await shop.page()
            #expect(try await shop.page(cookies: ["other": "1"]).part("t.side")?.state == "hit")
            #expect(try await shop.page(cookies: ["cart": "c"]).part("t.side")?.text == "<p>cart=c</p>")
            #expect(try await shop.page().part("t.side")?.text == "<p>nobody</p>")
        }
    }

    @Test func aHeaderThatAPersonalFragmentVariesOnMakesItPersonal() async throws {
        let side = TestShop.fragment("side", visibility: .personal, varies: ["header:authorization"])
        try await TestShop.run([TestShop.main, side]) { shop in
            shop.server.on("/side") { .html("<p>\($0["authorization"] ?? "nobody")</p>", "public, max-age=60") }
            for _ in 0..<2 {
                let page = await shop.visit(headers: [.authorization: "Bearer a"])
                let shown = ShownPage(page, try await page.body.text())
                #expect(shown.part("t.side")?.state == "miss")
            }
        }
    }

    /// A shared fragment that turns out to be personal after all, e.g. because it sets a cookie.
    @Test func aFlightDoesNotShareWhatTurnsOutToBePersonal() async throws {
        try await TestShop.run { shop in
            let gate = Gate()
            let count = Mutex(0)
            shop.server.on("/main") { _ in
                let number = count.withLock {
                    $0 += 1
                    return $0
                }
                return .after(gate, .html("<h1>main</h1>", "max-age=60", "set-cookie: s=\(number)"))
            }
            let cookies = await withTaskGroup(of: String?.self) { group in
                for _ in 0..<10 { group.addTask { await shop.visit().headers[values: .setCookie].first } }
                await shop.server.hasBeenAsked("/main")
                gate.open()
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(cookies).count == 10)
        }
    }

    @Test func anAnswerIsKeptApartForWhatItsFragmentVariesOn() async throws {
        let side = TestShop.fragment("side", varies: ["cookie:store", "header:accept-language"])
        try await TestShop.run([TestShop.main, side]) { shop in
            shop.server.on("/side") {
                .html(
                    "<p>\($0["cookie"] ?? "")|\($0["accept-language"] ?? "")</p>", "max-age=60",
                    "vary: Cookie, Accept-Language")
            }
            for (cookies, language, expected) in [
                (["store": "a", "x": "1"], "de", "<p>store=a|de</p>"), (["store": "b"], "de", "<p>store=b|de</p>"),
                (["store": "a"], "en", "<p>store=a|en</p>"), (["store": "a", "x": "2"], "de", "<p>store=a|de</p>"),
            ] {
                let page = await shop.visit(cookies: cookies, headers: [.acceptLanguage: language])
                let shown = ShownPage(page, try await page.body.text())
                #expect(shown.part("t.side")?.text == expected)
            }
            #expect(shop.server.questions("/side").count == 3)
        }
    }

    @Test func anAnswerThatVariesOnMoreThanDeclaredIsNotKept() async throws {
        try await TestShop.run { shop in
            shop.server.on("/side", .html("<p>side</p>", "max-age=60", "vary: accept-language"))
            for _ in 0..<2 { _ = try await shop.page() }
            #expect(shop.server.questions("/side").count == 2)
            #expect(shop.complaints.texts.contains { $0.contains("varies on accept-language") })
        }
    }

    @Test func anUnchangedAnswerIsNotSentAgain() async throws {
        try await TestShop.run { shop in
            shop.server.on("/side") { question in
                question["if-none-match"] == "\"v1\""
                    ? .answer("", status: 304, fields: ["etag: \"v1\""])
                    : .html("<p>side</p>", "max-age=0", "etag: \"v1\"")
            }
            for _ in 0..<3 {
                let part = try await shop.page().part("t.side")
                #expect(part?.text == "<p>side</p>")
            }
            #expect(shop.server.questions("/side").map { $0["if-none-match"] } == [nil, "\"v1\"", "\"v1\""])
        }
    }

    @Test func whatWasNotUsedLongestMakesRoom() async throws {
        let side = TestShop.fragment("side", varies: ["cookie:n"])
        try await TestShop.run([TestShop.main, side], cacheLimit: 64 << 10) { shop in
            let body = String(repeating: "x", count: 3_000)
            shop.server.on("/side", .html(body, "max-age=60"))
            for visitor in 0..<40 {
                _ = try await shop.page(cookies: ["n": "\(visitor)"])
                _ = try await shop.page(cookies: ["n": "0"])
            }
            #expect(shop.cache.usage.bytes <= 64 << 10)
            #expect(shop.server.questions("/side").count == 40)
            #expect(try await shop.page(cookies: ["n": "1"]).part("t.side")?.state == "miss")
            shop.cache.removeAll()
            #expect(shop.cache.usage == (0, 0))
        }
    }
}
