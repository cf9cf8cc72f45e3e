import CatalogAPI
import FragmentContract
import FragmentRendering
import Vocabulary
import Wire

/// `checkout.add-to-cart`: price, stock and the button for one article.
struct AddToCartFragment: Sendable {
    let catalog: CatalogClient
    let template: Template

    /// It shows a price and a stock figure, so it is kept for seconds only unless changes are heard of, and never shown
    /// when it cannot be renewed.
    static let declaration = FragmentDeclaration(
        name: "checkout.add-to-cart",
        path: "/fragments/add-to-cart",
        inputs: [InputDeclaration("sku", .sku, required: true), InputDeclaration("added", .slug)],
        budget: .init(milliseconds: 200, bytes: 8 << 10),
        fallback: """
            <p class="notice notice--warn">Price and stock cannot be shown just now, so this cannot go into the cart. \
            Please try again in a minute.</p>
            """,
        pending:
            #"<div class="buy buy--pending"><p class="skeleton"></p><p class="skeleton"></p><p class="skeleton"></p></div>"#,
        emits: ["checkout:cart-changed"],
        assets: ["checkout.css", "checkout.js"],
        samples: [["sku": "KT-001-SR"], ["sku": "KT-001-SR", "added": "2"], ["sku": "KT-005-OR"]])

    @Sendable func render(_ request: FragmentRequest) async throws -> FragmentAnswer {
        guard let sku = request.sku("sku"), let (product, variant) = try await article(sku) else { return .notFound }
        let outcome = request["added"].flatMap(AddOutcome.init)
        return FragmentAnswer(
            template.render(AddToCartView(product, variant, outcome)),
            freshness: .cached(seconds: 5, onError: 0), tags: CatalogueTags.one(product.id), title: product.name)
    }

    /// Nil if there is no such article.
    private func article(_ sku: SKU) async throws -> (Product, Variant)? {
        guard let id = sku.product else { return nil }
        do {
            let product = try await catalog.product(id)
            return product.variants.first { $0.sku == sku }.map { (product, $0) }
        } catch let problem as Problem where problem.status == 404 {
            return nil
        }
    }
}
