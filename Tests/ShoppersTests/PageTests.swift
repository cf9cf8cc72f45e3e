import NIOCore
import Shoppers
import Testing

/// What is seen on a page, and that each kind of damage is.
@Suite struct PageTests {
    private static let whole = Pages.page(
        Pages.fragment("explore.header") + Pages.fragment("explore.home", "<p>a < b</p>"),
        head: "<script nonce=\"n\">if (a < b) { \"<shop-fragment data-name=x>\" }</script>")

    @Test func wholePageHasNoFaults() {
        #expect(PageCheck.faults(of: Pages.read(Self.whole), required: ["explore.home", "explore.header"]).isEmpty)
    }

    @Test(
        arguments: [
            ("</html>\n", "", .cutOff),
            ("</html>\n", "</html", .cutOff),
            ("</html>\n", "</html>\n<p>more</p>", .cutOff),
            ("</body>\n</html>\n", "<shop-slot id=\"shop-p1\"></shop-slot></body></html>", .cutOff),
            ("data-name=\"explore.home\"", "data-name=\"explore.homely\"", .fragmentMissing),
            ("data-name=\"explore.home\"", "", .fragmentMissing),
            ("data-state=\"miss\"><p>", "data-state=\"missing\" hidden><p>", .fragmentMissing),
            ("data-state=\"miss\"><p>", "data-state=\"fallback\"><p>", .fragmentMissing),
            ("data-state=\"miss\"><p>", "><p>", .fragmentMissing),
        ] as [(String, String, FailureKind)])
    func eachDamageIsSeen(part: String, damage: String, kind: FailureKind) throws {
        let range = try #require(Self.whole.firstRange(of: part))
        let page = Self.whole.replacingCharacters(in: range, with: damage)
        #expect(PageCheck.faults(of: Pages.read(page), required: ["explore.home"]).map(\.kind) == [kind])
    }

    @Test(arguments: Array(stride(from: 0, to: 400, by: 7)))
    func pageThatIsCutAnywhereIsSeen(place: Int) {
        let cut = String(Self.whole.prefix(place))
        #expect(PageCheck.faults(of: Pages.read(cut), required: ["explore.home"]).contains { $0.kind == .cutOff })
    }

    @Test func latePartThatCameFillsItsPlace() {
        let page = Pages.facts(
            """
            <shop-slot id="shop-p1"></shop-slot><template id="shop-t1">\(Pages.fragment("explore.home"))</template>
            """)
        #expect(PageCheck.faults(of: page, required: ["explore.home"]).isEmpty)
    }

    @Test func partsThatAreDoneWithoutAreNamed() {
        let page = Pages.facts(
            Pages.fragment("a.a", state: "last-good") + Pages.fragment("b.b", state: "missing")
                + Pages.fragment("c.c", state: "stale"))
        #expect(PageCheck.degraded(page) == ["a.a last-good", "b.b missing"])
    }

    @Test func whatAPageNeedsIsFound() {
        let page = Pages.facts(
            """
            <img src="/pictures/a.svg"><img src='/pictures/b.svg' loading=lazy><img src="data:image/gif;base64,AA">
            <template for="x"><img src="/capability/native.gif"></template><!-- <img src="/pictures/c.svg"> -->
            """,
            head: """
                <link rel="icon" href="/i.svg"><link rel="stylesheet" href="/assets/a.css" integrity="sha384-A">
                <script type="module" src="/assets/a.js" integrity="sha384-B"></script>
                <script nonce="n">document.cookie="shop-tier=swap; Path=/"</script>
                """)
        #expect(
            page.assets == [
                AssetReference(.style, "/assets/a.css", integrity: "sha384-A"),
                AssetReference(.script, "/assets/a.js", integrity: "sha384-B"),
                AssetReference(.picture, "/pictures/a.svg"), AssetReference(.picture, "/pictures/b.svg", isLazy: true),
            ])
        #expect(page.scriptCookies == ["shop-tier=swap; Path=/"])
    }

    @Test(arguments: [(0.0, 1), (0.5, 3), (1.0, 5)])
    func lazyPicturesAreFetchedByWhoScrollsToThem(depth: Double, count: Int) {
        let page = Pages.facts(
            "<img src=\"/a\">" + (1...4).map { "<img src=\"/\($0)\" loading=\"lazy\">" }.joined())
        #expect(page.assets(toDepth: depth).count == count)
    }

    @Test func formsAndLinksAreReadAsABrowserDoes() {
        let page = Pages.facts(
            """
            <a href="/search?q=a&amp;page=2">2</a><form action="/x" method="POST"><input name=a value="1 &lt; 2">
            <input type="checkbox" name="b" value="c" checked><input name="d" disabled></form>
            """)
        #expect(page.links == ["/search?q=a&page=2"])
        #expect(page.forms.count == 1 && page.forms[0].isPosted)
        #expect(page.forms[0]["a"]?.value == "1 < 2")
        #expect(page.forms[0]["b"]?.isChecked == true)
        #expect(page.forms[0]["d"] == nil)
        #expect(page.heading == "Kites")
    }

    @Test func cartIsReadFromItsPage() {
        #expect(Pages.facts(Pages.cart(["A": 2, "B": 1])).cart == ["A": 2, "B": 1])
        #expect(Pages.facts(Pages.cart([:])).cart.isEmpty)
    }

    @Test(arguments: [
        ("sha384-WeF0h3dEjGnea4ANejO7+5/xtGPkQ1TDVTvNucZm+pASWjx5+QOXvfX2oT3oKGhP", true),
        ("sha384-WeF0h3dEjGnea4ANejO7+5/xtGPkQ1TDVTvNucZm+pASWjx5+QOXvfX2oT3oKGhQ", false),
        ("sha256-LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=", true),
        ("sha256-AAAA sha256-LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=", true),
        ("md5-AAAA", true), ("nonsense", false),
    ])
    func integrityIsThatOfTheBytes(integrity: String, isIntact: Bool) {
        #expect(AssetCheck.isIntact(ByteBuffer(string: "hello"), integrity) == isIntact)
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}
