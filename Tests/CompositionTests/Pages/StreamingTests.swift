import Composition
import FragmentContract
import NIOCore
import TestSupport
import Testing

@Suite struct StreamingTests {
    static let layout = """
        <!doctype html><html lang="en" deadline-ms="20000" patience-ms="20"><head><shop-head></shop-head></head><body>\
        <header>top</header><shop-fragment name="t.slow">no slow</shop-fragment><main><shop-primary></shop-primary></main>\
        <div><shop-fragment name="t.slower"></shop-fragment></div><footer>end</footer></body></html>
        """
    static let fragments = [
        TestShop.main,
        TestShop.fragment("slow", milliseconds: 9_000, pending: "<p id=w>wait<shop-fragment name=t.inner></p>"),
        TestShop.fragment("slower", milliseconds: 9_000), TestShop.fragment("inner", milliseconds: 9_000),
    ]

    /// A shop with two late parts, of which one holds a third.
    static func run(
        _ body: @escaping @Sendable (TestShop, _ slow: Gate, _ slower: Gate, _ inner: Gate) async throws -> Void
    ) async throws {
        try await TestShop.run(fragments, layout: layout) { shop in
            let (slow, slower, inner) = (Gate(), Gate(), Gate())
            shop.server.on("/slow", .after(slow, .html("<p id=a>slow</p><shop-fragment name=t.inner></shop-fragment>")))
            shop.server.on("/slower", .after(slower, .html("<ul><li>slower</ul>")))
            shop.server.on("/inner", .after(inner, .html("<p id=a>inner</p>")))
            try await body(shop, slow, slower, inner)
            for gate in [slow, slower, inner] { gate.open() }
        }
    }

    @Test(arguments: [StreamingTier.native, .swap])
    func everythingElseArrivesBeforeLateParts(_ tier: StreamingTier) async throws {
        try await Self.run { shop, slow, slower, inner in
            try await Reading.of(await shop.visit(tier: tier)) { page in
                #expect(await page.has("<h1>main</h1></shop-fragment></main>"))
                #expect(await page.has("<footer>end</footer>"))
                #expect(page.text.contains("<title>Main · Updraft</title>"))
                #expect(page.text.contains("<p id=\"t_slow--w\">wait</p>"))
                #expect(!page.text.contains("<p id=\"t_slow--a\">"))
                slower.open()
                #expect(await page.has("<li>slower</li></ul></shop-fragment></template>"))
                slow.open()
                inner.open()
                #expect(await page.toTheEnd().hasSuffix("</body></html>"))
            }
        }
    }

    @Test func orderedPagesSendWhatPrecedesALatePart() async throws {
        try await Self.run { shop, slow, slower, inner in
            try await Reading.of(await shop.visit()) { page in
                #expect(await page.has("<header>top</header>"))
                #expect(!page.text.contains("<main>"))
                slow.open()
                inner.open()
                #expect(await page.has("<h1>main</h1></shop-fragment></main><div>"))
                slower.open()
                #expect(await page.toTheEnd().hasSuffix("</body></html>"))
            }
        }
    }

    @Test(arguments: StreamingTier.allCases, [[0, 1, 2], [2, 1, 0], [1, 0, 2], [2, 0, 1]])
    func theFinalDocumentIsAlwaysTheSame(_ tier: StreamingTier, _ order: [Int]) async throws {
        try await Self.run { shop, slow, slower, inner in
            var late = ""
            try await Reading.of(await shop.visit(tier: tier)) { page in
                #expect(await page.has("<header>top</header>"))
                for number in order { [slow, slower, inner][number].open() }
                late = await page.toTheEnd()
            }
            // The gates are open now: the same page without anything late, in document order.
            let expected = try await shop.page().text
            #expect(BrowserModel.final(late, tier).withoutTimes == expected.withoutTimes)
            try Self.isBalanced(expected)
        }
    }

    @Test(arguments: StreamingTier.allCases)
    func aPartThatNeverComesIsReplacedByTheDeadline(_ tier: StreamingTier) async throws {
        let layout = Self.layout.replacing("20000", with: "100")
        try await TestShop.run(Self.fragments, layout: layout) { shop in
            shop.server.on("/main", .html("<h1>main</h1>", "max-age=60"))
            while try await shop.page().part("t.main")?.state != "hit" {}
            shop.server.on("/slow", .silence)
            shop.server.on("/slower", .html("<p>slower</p>"))
            let page = try await shop.page(tier: tier)
            let text = BrowserModel.final(page.text, tier)
            #expect(ShownPage(await shop.visit(), text).part("t.slow")?.text == "no slow")
            #expect(text.hasSuffix("<footer>end</footer></body></html>") && !text.contains("<template"))
            #expect(page.time < .seconds(5))
        }
    }

    @Test func aLatePartDoesNotWaitForAnothersInnerPart() async throws {
        try await Self.run { shop, slow, slower, inner in
            try await Reading.of(await shop.visit(tier: .native)) { page in
                #expect(await page.has("<footer>end</footer>"))
                slow.open()
                await shop.server.hasBeenAsked("/inner")
                slower.open()
                #expect(await page.has("<li>slower</li>"))
                #expect(!page.text.contains("<p id=\"t_slow--a\">"))
                inner.open()
                #expect(await page.has("<p id=\"t_slow__t_inner--a\">inner</p>"))
                _ = await page.toTheEnd()
            }
        }
    }

    @Test func aVisitorWhoLeavesEndsTheStream() async throws {
        struct Left: Error {}
        try await Self.run { shop, _, _, _ in
            guard case .streamed(let stream) = await shop.visit(tier: .swap).body else { throw Left() }
            await #expect(throws: Left.self) { try await stream.write { _ in throw Left() } }
        }
    }

    @Test func aPageThatKnowsItsBrowserProbesNoMore() async throws {
        try await TestShop.run { shop in
            let probing = try await shop.visit(probesTier: true).body.text()
            #expect(probing.contains("<script nonce=\"n0nce\">") && probing.contains("/capability/native.gif"))
            let knowing = try await shop.visit().body.text()
            #expect(!knowing.contains("<script") && !knowing.contains("capability"))
        }
    }

    private static func isBalanced(_ text: String) throws {
        let opened = text.matches(of: /<([a-z0-9-]+)[^>]*>/).count { !["html", "meta", "link"].contains($0.1) }
        let closed = text.matches(of: /<\/([a-z0-9-]+)>/).count { $0.1 != "html" }
        #expect(opened == closed)
    }
}
