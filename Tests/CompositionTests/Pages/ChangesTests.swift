import Composition
import TestSupport
import Testing

/// What is kept as long as nobody says that it has changed.
@Suite struct ChangesTests {
    private static let lasting = "shell-cache-control: max-age=3600"

    private static func side(_ text: String, _ control: String = "max-age=0", tags: String = "product:KT-001 all")
        -> ScriptedServer.Behaviour
    {
        .html("<p>\(text)</p>", control, "cache-tag: \(tags)", lasting)
    }

    private static func states(_ shop: TestShop, _ times: Int) async throws -> [String?] {
        var states: [String?] = []
        for _ in 0..<times { states.append(try await shop.page().part("t.side")?.state) }
        return states
    }

    @Test func whatHasTagsLastsAsLongAsChangesAreHeardOf() async throws {
        try await TestShop.run { shop in
            shop.server.on("/side", Self.side("old"))
            let first = try await Self.states(shop, 2)
            #expect(first == ["miss", "miss"])
            shop.resolver.hears(true)
            let then = try await Self.states(shop, 2)
            #expect(then == ["hit", "hit"])
            shop.resolver.hears(false)
            let last = try await Self.states(shop, 1)
            #expect(last == ["miss"])
        }
    }

    @Test func whatHasNoTagsLastsNoLonger() async throws {
        try await TestShop.run { shop in
            shop.resolver.hears(true)
            shop.server.on("/side", .html("<p>x</p>", "max-age=0", Self.lasting))
            let first = try await Self.states(shop, 2)
            #expect(first == ["miss", "miss"])
        }
    }

    @Test(
        arguments: [
            (["product:KT-001"], true), (["other", "all"], true), (["product:KT-002"], false), ([], false),
        ] as [([String], Bool)])
    func aChangeIsOnTheNextPageOfWhatShowsIt(_ tags: [String], _ isShown: Bool) async throws {
        try await TestShop.run { shop in
            shop.resolver.hears(true)
            shop.server.on("/side", Self.side("old"))
            _ = try await shop.page()
            shop.server.on("/side", Self.side("new"))
            shop.resolver.outdate(Set(tags))
            let first = try await shop.page().part("t.side")?.text
            #expect(first == (isShown ? "<p>new</p>" : "<p>old</p>"))
            let then = try await Self.states(shop, 1)
            #expect(then == ["hit"])
        }
    }

    @Test func whenThePlaceIsLostEverythingWithTagsIsAskedForAnew() async throws {
        try await TestShop.run { shop in
            shop.resolver.hears(true)
            shop.server.on("/main", .html("<h1>main</h1>", "max-age=60"))
            shop.server.on("/side", Self.side("old", "max-age=60"))
            _ = try await shop.page()
            shop.resolver.outdate(nil)
            let page = try await shop.page()
            #expect(page.part("t.side")?.state == "miss" && page.part("t.main")?.state == "hit")
        }
    }

    /// The answer was made before the change and comes after it: whoever asked before gets it, and nobody else.
    @Test func whatWasAskedForBeforeAChangeIsNotKept() async throws {
        try await TestShop.run { shop in
            shop.resolver.hears(true)
            let gate = Gate()
            shop.server.on("/side", .after(gate, Self.side("old")))
            async let early = shop.page()
            await shop.server.hasBeenAsked("/side")
            shop.resolver.outdate(["product:KT-001"])
            shop.server.on("/side", Self.side("new"))
            let first = try await shop.page().part("t.side")?.text
            #expect(first == "<p>new</p>")
            gate.open()
            let then = try await early.part("t.side")?.text
            #expect(then == "<p>old</p>")
            let last = try await shop.page().part("t.side")?.text
            #expect(last == "<p>new</p>")
        }
    }

    @Test(arguments: [("max-age=60, stale-if-error=60", "<p>old</p>"), ("max-age=60", "no side")])
    func whatIsOutdatedIsShownOnlyForWantOfABetterOne(_ control: String, _ text: String) async throws {
        try await TestShop.run { shop in
            shop.resolver.hears(true)
            shop.server.on("/side", Self.side("old", control))
            _ = try await shop.page()
            shop.resolver.outdate(["all"])
            shop.server.on("/side", .answer("no", status: 500))
            let first = try await shop.page().part("t.side")?.text
            #expect(first == text)
        }
    }
}
