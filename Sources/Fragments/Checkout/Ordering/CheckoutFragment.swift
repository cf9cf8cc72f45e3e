import FragmentContract
import FragmentRendering
import OrderAPI

/// `checkout.checkout`: a guest's way to an order on one page.
struct CheckoutFragment: Sendable {
    let orders: OrderClient
    let template: Template

    /// `retry` says that the form comes back with what was wrong; without it only what was typed is remembered.
    static let declaration = FragmentDeclaration(
        name: "checkout.checkout",
        path: "/fragments/checkout",
        inputs: [InputDeclaration("retry", .integer)],
        varies: ["cookie:\(CartCookie.name)", "cookie:\(CheckoutKey.cookie)", "cookie:\(CheckoutFormMemory.cookie)"],
        visibility: .personal,
        presence: .required,
        budget: .init(milliseconds: 250, bytes: 128 << 10),
        nests: ["explore.store-picker"],
        hears: ["explore:store-chosen"],
        headingLevel: 1,
        assets: ["checkout.css", "checkout.js"],
        samples: [[:], ["retry": "1"]])

    @Sendable func render(_ request: FragmentRequest) async throws -> FragmentAnswer {
        guard let id = CartCookie.cart(in: request.cookies) else { return .redirect(to: CheckoutPath.cart) }
        let cart = try await orders.cart(id)
        guard !cart.lines.isEmpty else { return .redirect(to: CheckoutPath.cart) }
        if let notice = cart.obstacle { return .redirect(to: CartPlace.notice(notice).path) }
        var memory = CheckoutFormMemory(cookies: request.cookies) ?? CheckoutFormMemory()
        if request["retry"] == nil { (memory.mistakes, memory.trouble) = ([:], nil) }
        let view = CheckoutView(cart, memory, key: CheckoutKey.key(of: cart, cookies: request.cookies))
        return FragmentAnswer(
            template.render(view), freshness: .personal,
            title: view.summary == nil ? "Checkout" : "Please check: checkout")
    }
}

extension Cart {
    /// What must be settled in the cart before it can be ordered.
    var obstacle: CartNotice? {
        if lines.contains(where: { $0.formerPrice != nil }) { return .priceChanged }
        return lines.contains(where: \.isShort) ? .outOfStock : nil
    }
}
