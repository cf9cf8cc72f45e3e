import Composition
import FragmentContract
import Testing

@Suite struct NestingTests {
    static func place(_ name: String, _ fallback: String = "") -> String {
        "<shop-fragment name=\"t.\(name)\">\(fallback)</shop-fragment>"
    }

    @Test func aFragmentHoldsAnotherTeamsFragment() async throws {
        try await TestShop.run([TestShop.main, TestShop.side, TestShop.fragment("inner", inputs: [.init("sku", .sku)])])
        { shop in
            shop.server.on("/main", .html("<h1>main</h1><shop-fragment name=t.inner sku=KT-001-SR></shop-fragment>"))
            shop.server.on("/inner") { .html("<p>\($0.target)</p>") }
            let page = try await shop.page()
            #expect(page.part("t.inner")?.text == "<p>/inner?sku=KT-001-SR</p>")
            #expect(page.part("t.main")?.text.hasPrefix("<h1>main</h1><shop-fragment data-name=\"t.inner\"") == true)
        }
    }

    @Test func aCycleEndsWhereItBegins() async throws {
        let fallback = "<p>again \(Self.place("main"))</p>"
        try await TestShop.run([
            TestShop.fragment("main", presence: .optional, fallback: fallback), TestShop.side,
            TestShop.fragment("inner", fallback: Self.place("inner")),
        ]) { shop in
            shop.server.on("/main", .html("<h1>main</h1>" + Self.place("inner")))
            shop.server.on("/inner", .html("<p>inner</p>" + Self.place("main", "no more")))
            let page = try await shop.page()
            #expect(page.status == 200)
            #expect(page.parts("t.main").map(\.reason) == [nil, "cycle"])
            #expect(page.parts("t.main").last?.text == "no more")
        }
    }

    @Test func depthHasALimit() async throws {
        let fragments = (1...8).map { TestShop.fragment("f\($0)", fallback: "deep") }
        try await TestShop.run([TestShop.main, TestShop.side] + fragments) { shop in
            shop.server.on("/main", .html("<h1>main</h1>" + Self.place("f1")))
            for number in 1...7 {
                shop.server.on("/f\(number)", .html("<p>\(number)</p>" + Self.place("f\(number + 1)")))
            }
            let page = try await shop.page()
            #expect(page.status == 200)
            #expect(page.part("t.f4")?.text.contains("<p>4</p>") == true)
            #expect(page.part("t.f5")?.reason == "too-many")
            #expect(page.part("t.f5")?.text == "deep")
        }
    }

    @Test func numberHasALimit() async throws {
        try await TestShop.run([TestShop.main, TestShop.side, TestShop.fragment("inner")]) { shop in
            shop.server.on("/main", .html("<h1>main</h1>" + String(repeating: Self.place("inner"), count: 500)))
            shop.server.on("/inner", .html("<p>inner</p>", "max-age=60"))
            let parts = try await shop.page().parts("t.inner")
            #expect(parts.count == 500)
            #expect(parts.count { $0.text == "<p>inner</p>" } == 98)
            #expect(parts.last?.reason == "too-many")
        }
    }

    @Test func aRequiredPartWithinARequiredOneIsRequired() async throws {
        let inner = TestShop.fragment("inner", presence: .required, fallback: "never")
        try await TestShop.run([TestShop.main, TestShop.side, inner]) { shop in
            shop.server.on("/main", .html("<h1>main</h1>" + Self.place("inner", "never")))
            shop.server.on("/inner", .html("<p>inner</p>"))
            #expect(try await shop.page().status == 200)
            shop.server.on("/inner", .answer("no", status: 500))
            let page = try await shop.page()
            #expect(page.status == 503 && !page.text.contains("never"))
        }
    }

    @Test func idsDifferFromPlaceToPlace() async throws {
        try await TestShop.run([TestShop.main, TestShop.side, TestShop.fragment("inner"), TestShop.fragment("inner-2")])
        { shop in
            let places = Self.place("inner") + Self.place("inner") + Self.place("inner-2")
            shop.server.on("/main", .html("<h1 id=x>main</h1>" + places))
            shop.server.on("/side", .html("<p id=x></p>" + places))
            for name in ["/inner", "/inner-2"] { shop.server.on(name, .html("<label for=x>A</label><input id=x>")) }
            let text = try await shop.page().text
            let ids = text.matches(of: /\ id="([^"]*)"/).map { String($0.1) }
            #expect(ids.count == 8 && Set(ids).count == 8)
            #expect(text.matches(of: /\ for="([^"]*)"/).allSatisfy { ids.contains(String($0.1)) })
        }
    }

    @Test func aFormInAFormIsReplaced() async throws {
        let inner = TestShop.fragment("inner", fallback: "<form>never</form>")
        try await TestShop.run([TestShop.main, TestShop.side, inner]) { shop in
            shop.server.on(
                "/main", .html("<h1>main</h1><form>\(Self.place("inner", "plain"))</form>\(Self.place("inner"))"))
            shop.server.on("/inner", .html("<form>inner</form>"))
            let parts = try await shop.page().parts("t.inner")
            #expect(parts.map(\.text) == ["plain", "<form>inner</form>"])
            #expect(parts.map(\.reason) == ["form-inside-form", nil])
        }
    }

    @Test func aNameThatNobodyServesLeavesTheFallback() async throws {
        try await TestShop.run { shop in
            shop.server.on(
                "/main", .html("<h1>main</h1><shop-fragment name='x\"><script>'><i id=a>none</i></shop-fragment>"))
            let text = try await shop.page().text
            #expect(text.contains("data-name=\"x&quot;&gt;&lt;script&gt;\""))
            #expect(
                text.contains(
                    "data-reason=\"unknown-fragment\"><i id=\"t_main__x---script---a\">none</i></shop-fragment>"))
        }
    }

    @Test func aTeamsFallbackMayHoldFragments() async throws {
        let side = TestShop.fragment("side", fallback: "<a href=/ id=a>home</a>" + Self.place("inner", "no inner"))
        let layout = TestShop.layout.replacing(">no side<", with: "><")
        try await TestShop.run([TestShop.main, side, TestShop.fragment("inner")], layout: layout) { shop in
            shop.server.on("/side", .answer("no", status: 500))
            shop.server.on("/inner", .html("<p>inner</p>"))
            let page = try await shop.page()
            #expect(page.part("t.side")?.text.hasPrefix("<a href=\"/\" id=\"t_side--a\">home</a>") == true)
            #expect(page.part("t.inner")?.text == "<p>inner</p>")
        }
    }

    @Test func inputsThatAreNotOfTheirKindAreLeftOutOrRefused() async throws {
        let inner = TestShop.fragment("inner", inputs: [.init("sku", .sku, required: true), .init("n", .integer)])
        try await TestShop.run([TestShop.main, TestShop.side, inner]) { shop in
            shop.server.on(
                "/main",
                .html(
                    """
                    <h1>main</h1><shop-fragment name=t.inner sku=KT-001-SR n=x other=1></shop-fragment>\
                    <shop-fragment name=t.inner sku="../x"></shop-fragment><shop-fragment name=t.inner></shop-fragment>
                    """))
            shop.server.on("/inner") { .html("<p>\($0.target)</p>") }
            let parts = try await shop.page().parts("t.inner")
            #expect(parts.map(\.text) == ["<p>/inner?sku=KT-001-SR</p>", "", ""])
            #expect(parts.map(\.reason) == [nil, "bad-input", "bad-input"])
        }
    }
}
