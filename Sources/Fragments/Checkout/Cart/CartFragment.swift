import CatalogAPI
import FragmentContract
import FragmentRendering
import OrderAPI
import Vocabulary

/// `checkout.cart`: what is in the cart, what it costs, and everything that can be done about it.
struct CartFragment: Sendable {
    let catalog: CatalogClient
    let orders: OrderClient
    let full: Template
    let empty: Template

    static let declaration = FragmentDeclaration(
        name: "checkout.cart",
        path: "/fragments/cart",
        inputs: [
            InputDeclaration("did", .slug), InputDeclaration("sku", .sku), InputDeclaration("quantity", .integer),
            InputDeclaration("notice", .slug),
        ],
        varies: ["cookie:\(CartCookie.name)"],
        visibility: .personal,
        presence: .required,
        budget: .init(milliseconds: 250, bytes: 256 << 10),
        nests: ["explore.recommendations"],
        emits: ["checkout:cart-changed"],
        headingLevel: 1,
        assets: ["checkout.css", "checkout.js"],
        samples: [[:], ["did": "removed", "sku": "KT-001-SR", "quantity": "2"], ["notice": "price-changed"]])

    @Sendable func render(_ request: FragmentRequest) async throws -> FragmentAnswer {
        let cart = try await cart(of: request)
        let event = try await event(of: request, in: cart)
        guard let cart, !cart.lines.isEmpty else {
            let view = EmptyCartView(scene: await scene(), event: event)
            return FragmentAnswer(empty.render(view), freshness: .personal, title: "Your cart")
        }
        return FragmentAnswer(full.render(CartView(cart, event: event)), freshness: .personal, title: "Your cart")
    }

    private func cart(of request: FragmentRequest) async throws -> Cart? {
        guard let id = CartCookie.cart(in: request.cookies) else { return nil }
        return try await orders.cart(id)
    }

    private func event(of request: FragmentRequest, in cart: Cart?) async throws -> CartEvent? {
        if let notice = request["notice"].flatMap(CartNotice.init) { return .refused(notice) }
        guard let change = request["did"].flatMap(CartChangeWord.init), let sku = request.sku("sku") else { return nil }
        guard let name = await name(of: sku, in: cart) else { return nil }
        let quantity = request.integer("quantity").flatMap(Quantity.init)
        return .changed(change, CartEvent.Article(sku: sku, name: name, quantity: quantity?.count ?? 1))
    }

    /// What has left the cart is looked up in the catalogue; nil if nobody knows it.
    private func name(of sku: SKU, in cart: Cart?) async -> String? {
        if let line = cart?.lines.first(where: { $0.sku == sku }) {
            return "\(line.name), \(ArticleText.variant(colourway: line.colourway, size: line.size))"
        }
        guard let id = sku.product, let product = try? await catalog.product(id),
            let variant = product.variants.first(where: { $0.sku == sku })
        else { return nil }
        return "\(product.name), \(ArticleText.variant(colourway: variant.colourway.name, size: variant.size))"
    }

    /// The picture of an empty cart; without catalog-service the page does without it.
    private func scene() async -> String? {
        try? await catalog.categories().scenes["empty-cart"]
    }
}
