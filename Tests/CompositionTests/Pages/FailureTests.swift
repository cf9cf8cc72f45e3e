import Composition
import FragmentContract
import TestSupport
import Testing

/// Whatever a fragment server does, the page is whole, in time, and shows nothing of the trouble.
@Suite struct FailureTests {
    /// For the two that never end.
    static let budget = 150
    static let slack = Duration.seconds(5)
    static let half = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 1000\r\n\r\n<p>half"
    static let troubles: [(ScriptedServer.Behaviour, String)] = [
        (.silence, "timeout"),
        (.drip, "timeout"),
        (.hangUp, "unreachable"),
        (.bytes(Array(half.utf8)), "broken-off"),
        (.bytes(Array("\u{1}\u{2} what?\r\n\r\n".utf8)), "malformed"),
        (
            .bytes(
                Array("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 2\r\n\r\n".utf8) + [0xff, 0xfe]),
            "not-utf8"
        ),
        (.html("<p>half <b"), "truncated"),
        (.html(String(repeating: "<b>", count: 200) + "half"), "too-deep"),
        (.html(String(repeating: "half", count: 50_000)), "too-large"),
        (.answer("<h1>Internal half</h1>", status: 500), "status-500"),
        (.answer("<h1>half</h1>", status: 503, fields: ["cache-control: max-age=60"]), "status-503"),
        (.answer("{\"half\":1}", type: "application/json"), "not-html"),
        (.answer("<p>half</p>", type: "text/plain"), "not-html"),
        (.answer("<p>half</p>", status: 429), "status-429"),
        (.answer("", status: 302), "status-302"),
    ]

    @Test(arguments: troubles.indices)
    func aPartThatFailsLeavesThePageWhole(_ index: Int) async throws {
        let (behaviour, reason) = Self.troubles[index]
        let milliseconds = reason == "timeout" ? Self.budget : 9_000
        try await TestShop.run([TestShop.main, TestShop.fragment("side", milliseconds: milliseconds)]) { shop in
            shop.server.on("/side", behaviour)
            let page = try await shop.page()
            #expect(page.status == 200)
            #expect(page.part("t.side")?.state == "fallback")
            #expect(page.part("t.side")?.reason == reason)
            #expect(page.part("t.side")?.text == "no side")
            #expect(page.part("t.main")?.text == "<h1>main</h1>")
            #expect(page.text.hasSuffix("<footer>end</footer></body></html>"))
            #expect(!page.text.contains("half"))
            #expect(page.time < .milliseconds(Self.budget) + Self.slack)
        }
    }

    @Test(arguments: troubles.indices)
    func aPrimaryThatFailsMakesAnErrorPage(_ index: Int) async throws {
        let milliseconds = Self.troubles[index].1 == "timeout" ? Self.budget : 9_000
        let main = TestShop.fragment("main", presence: .required, milliseconds: milliseconds)
        try await TestShop.run([main, TestShop.side]) { shop in
            shop.server.on("/main", Self.troubles[index].0)
            let page = try await shop.page()
            #expect(page.status == 503)
            #expect(page.headers[.retryAfter] == "2")
            #expect(page.part("t.side")?.text == "<p>side</p>")
            #expect(page.text.contains("<h1>sorry</h1>") && !page.text.contains("half"))
            #expect(page.time < .milliseconds(Self.budget) + Self.slack)
        }
    }

    @Test func aServerThatIsNotThereCostsNoTime() async throws {
        try await TestShop.run(isListening: false) { shop in
            let page = try await shop.page()
            #expect(page.status == 503)
            #expect(page.part("t.side")?.state == "fallback")
            #expect(page.part("t.side")?.reason == "unreachable")
        }
    }

    @Test func hostileMarkupStaysInItsPlace() async throws {
        try await TestShop.run { shop in
            shop.server.on("/side", .html("</shop-fragment></header><script>x</script><p onclick=x>hostile<!--x--></ "))
            let page = try await shop.page()
            #expect(page.part("t.side")?.text == "<p>hostile&lt;/ </p>")
            #expect(page.text.contains("</shop-fragment></header><main><shop-fragment"))
            #expect(!shop.complaints.texts.isEmpty)
        }
    }

    @Test func anErrorPageTakesNoLongerThanItsPageMay() async throws {
        try await TestShop.run(layout: TestShop.layout.replacing("20000", with: "1000")) { shop in
            shop.server.on("/main", .silence)
            shop.server.on("/side", .silence)
            let page = try await shop.page()
            #expect(page.status == 503)
            #expect(page.part("t.side")?.text == "no side")
            #expect(page.time >= .milliseconds(1_000) && page.time < .milliseconds(1_900))
        }
    }

    static let hurried = TestShop.layout.replacing(
        "deadline-ms=\"20000\"", with: "deadline-ms=\"50\" required-ms=\"9000\"")

    @Test func aLatePageIsBetterThanNone() async throws {
        try await TestShop.run(layout: Self.hurried) { shop in
            let gate = Gate()
            shop.server.on("/main", .after(gate, .html("<h1>late</h1>")))
            async let visit = shop.page()
            await shop.server.hasBeenAsked("/main")
            try await Task.sleep(for: .milliseconds(80))
            gate.open()
            let page = try await visit
            #expect(page.status == 200)
            #expect(page.part("t.main")?.text == "<h1>late</h1>")
        }
    }

    @Test(arguments: [FragmentDeclaration.Visibility.shared, .personal])
    func aPageOfItsOwnIsAsPatientOfWhatIsOptionalElsewhere(_ visibility: FragmentDeclaration.Visibility) async throws {
        let main = TestShop.fragment("main", visibility: visibility, milliseconds: 50)
        try await TestShop.run([main, TestShop.side], layout: Self.hurried) { shop in
            let gate = Gate()
            shop.server.on("/main", .after(gate, .html("<h1>late</h1>")))
            async let visit = shop.page()
            await shop.server.hasBeenAsked("/main")
            try await Task.sleep(for: .milliseconds(80))
            gate.open()
            let page = try await visit
            #expect(page.status == 200)
            #expect(page.part("t.main")?.text == "<h1>late</h1>")
        }
    }

    @Test func whatIsOptionalMakesNoPageLate() async throws {
        try await TestShop.run(layout: Self.hurried) { shop in
            shop.server.on("/side", .silence)
            let page = try await shop.page()
            #expect(page.status == 200)
            #expect(page.part("t.side")?.reason == "timeout")
            #expect(page.time < Self.slack)
        }
    }

    @Test(arguments: [FragmentDeclaration.Visibility.shared, .personal])
    func whatIsOptionalIsWaitedForWhileTheFleetIsInTransition(_ visibility: FragmentDeclaration.Visibility) async throws
    {
        let side = TestShop.fragment("side", visibility: visibility, milliseconds: 50)
        try await TestShop.run([TestShop.main, side], layout: Self.hurried, isInTransition: true) { shop in
            let gate = Gate()
            shop.server.on("/side", .after(gate, .html("<p>late</p>")))
            async let visit = shop.page()
            await shop.server.hasBeenAsked("/side")
            try await Task.sleep(for: .milliseconds(120))
            gate.open()
            let page = try await visit
            #expect(page.part("t.side")?.text == "<p>late</p>")
        }
    }

    @Test func nobodyWaitsLongerForWhatCanBeShownAsItLastWas() async throws {
        try await TestShop.run(layout: Self.hurried) { shop in
            shop.server.on("/main", .html("<h1>main</h1>", "max-age=0, stale-if-error=600"))
            #expect(try await shop.page().status == 200)
            shop.server.on("/main", .silence)
            let page = try await shop.page()
            #expect(page.part("t.main")?.state == "last-good")
            #expect(page.time < Self.slack)
        }
    }

    @Test func aFragmentThatKeepsFailingIsNotAskedForAWhile() async throws {
        try await TestShop.run([TestShop.main, TestShop.side, TestShop.fragment("other")]) { shop in
            shop.server.on("/side", .answer("x", status: 500))
            for _ in 0..<5 { _ = try await shop.page() }
            let page = try await shop.page()
            #expect(page.part("t.side")?.reason == "breaker-open")
            #expect(page.part("t.main")?.state == "miss")
            #expect(shop.server.questions("/side").count == 5)
        }
    }

    @Test func aPartThatIsOnlyLateForItsPageIsNoFailure() async throws {
        let side = TestShop.fragment("side", visibility: .personal, varies: ["cookie:cart"])
        let layout = TestShop.layout.replacing("20000", with: "50")
        try await TestShop.run([TestShop.main, side], layout: layout) { shop in
            shop.server.on("/main", .html("<h1>main</h1>", "max-age=60"))
            while try await shop.page().part("t.main")?.state != "hit" {}
            let gate = Gate()
            shop.server.on("/side", .after(gate, .html("<p>side</p>")))
            for _ in 0..<6 {
                let page = try await shop.page(cookies: ["cart": "c"])
                #expect(page.part("t.side")?.reason == "timeout")
            }
            gate.open()
            shop.server.on("/side", .html("<p>side</p>"))
            var part = try await shop.page(cookies: ["cart": "c"]).part("t.side")
            while part?.reason == "timeout" { part = try await shop.page(cookies: ["cart": "c"]).part("t.side") }
            #expect(part?.text == "<p>side</p>")
        }
    }
}
