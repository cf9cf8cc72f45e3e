import FragmentContract
import FragmentRendering
import OrderAPI

/// `checkout.mini-cart`: the way to the cart, with how many pieces are in it.
struct MiniCartFragment: Sendable {
    let orders: OrderClient
    let template: Template

    static let declaration = FragmentDeclaration(
        name: "checkout.mini-cart",
        path: "/fragments/mini-cart",
        varies: ["cookie:\(CartCookie.name)"],
        visibility: .personal,
        budget: .init(milliseconds: 250, bytes: 2 << 10),
        fallback: plain,
        pending: plain,
        hears: ["checkout:cart-changed"],
        assets: ["checkout.css", "checkout.js"],
        samples: [[:]])

    private static let plain = #"<a class="mini-cart" href="/checkout/cart">Cart</a>"#

    struct View {
        let name: String
        /// Nil when it is empty.
        let count: String?

        init(count: Int) {
            name = count == 0 ? "Cart, empty" : "Cart, \(ArticleText.items(count))"
            self.count = count == 0 ? nil : String(count)
        }
    }

    /// Visitors without a cart all see the same.
    @Sendable func render(_ request: FragmentRequest) async throws -> FragmentAnswer {
        guard let cart = CartCookie.cart(in: request.cookies) else {
            return FragmentAnswer(template.render(View(count: 0)), freshness: .cached(seconds: 300))
        }
        return FragmentAnswer(template.render(View(count: try await orders.count(cart).count)), freshness: .personal)
    }
}
