import Composition
import FragmentContract
import NIOCore
import Testing

@Suite struct NeedsCheckTests {
    private static let before = manifest()

    private static func manifest(
        button: String = "checkout.add-to-cart", inputs: [InputDeclaration] = [.init("sku", .sku, required: true)],
        emits: [String] = ["checkout:cart-changed"], page: String = "/checkout/cart",
        action: String = "/checkout/cart/add"
    ) -> FragmentManifest {
        FragmentManifest(
            server: "checkout-fragments", team: "checkout", release: "2",
            pages: [PageDeclaration(route: page, primary: button, title: "Cart")],
            fragments: [FragmentDeclaration(name: button, path: "/b", inputs: inputs, emits: emits)],
            actions: [ActionDeclaration(route: action)])
    }

    private static let decide = FragmentManifest(
        server: "decide-fragments", team: "decide", release: "1",
        fragments: [
            FragmentDeclaration(
                name: "decide.product", path: "/p", nests: ["checkout.add-to-cart"], hears: ["checkout:cart-changed"])
        ])

    private static let rendered = ByteBuffer(
        string: """
            <shop-fragment name="checkout.add-to-cart" sku="KT-001-SR"></shop-fragment>\
            <a href="/checkout/cart?x=1">Cart</a><a href="https://elsewhere.test/gone">x</a><a href="/never">y</a>\
            <form method="post" action="/checkout/cart/add"></form>
            """)

    private static func findings(_ new: FragmentManifest, before: FragmentManifest? = before) -> [String] {
        let needs = SiteNeed.all(of: decide) + SiteNeed.all(of: rendered, from: "decide.product")
        return NeedsCheck(new: new, before: before, others: [decide]).findings(needs).map(\.description)
    }

    @Test func whatStaysBreaksNobody() {
        #expect(Self.findings(Self.manifest()) == [])
        let more = Self.manifest(inputs: [.init("sku", .sku, required: true), .init("added", .integer)])
        #expect(Self.findings(more) == [])
    }

    @Test(arguments: [
        (manifest(button: "checkout.buy"), "decide.product needs checkout.add-to-cart, which is gone"),
        (manifest(inputs: []), "decide.product needs checkout.add-to-cart with the input sku, which is gone"),
        (
            manifest(inputs: [.init("sku", .integer)]),
            "decide.product gives checkout.add-to-cart the input sku=KT-001-SR, which must be a integer now"
        ),
        (
            manifest(inputs: [.init("sku", .sku, required: true), .init("store", .slug, required: true)]),
            "decide.product does not give checkout.add-to-cart the input store, which is required now"
        ),
        (manifest(emits: []), "decide.product hears checkout:cart-changed, which no fragment sends any more"),
        (manifest(page: "/basket"), "decide.product links to /checkout/cart, which is no page any more"),
        (manifest(action: "/add"), "decide.product posts to /checkout/cart/add, which nobody takes any more"),
    ])
    func whoWouldBreakIsNamed(new: FragmentManifest, finding: String) {
        #expect(Self.findings(new) == [finding])
    }

    @Test func aNewServerBreaksNobodyThatWasBrokenBefore() {
        #expect(Self.findings(Self.manifest(button: "checkout.buy"), before: nil) == [])
    }

    @Test func aPageThatNobodyLinksToIsANote() {
        let check = NeedsCheck(new: Self.manifest(page: "/basket"), before: Self.before, others: [])
        #expect(check.findings([]) == [] && check.notes == ["the page /checkout/cart is gone"])
    }

    @Test func aLayoutsPlacesAreNeedsToo() throws {
        let source =
            "<!doctype html><html><body><shop-fragment name=\"checkout.add-to-cart\"></shop-fragment></body></html>"
        let layout = try Layout(name: "shop", source: source, needsPrimary: false)
        let check = NeedsCheck(new: Self.manifest(button: "checkout.buy"), before: Self.before, others: [])
        let findings = check.findings(SiteNeed.all(of: layout)).map(\.description)
        #expect(findings == ["layout shop needs checkout.add-to-cart, which is gone"])
    }
}
