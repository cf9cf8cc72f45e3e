import CatalogAPI
import FragmentContract
import FragmentRendering
import Vocabulary
import Wire

/// `decide.product`: all about one product, with one of its variants chosen.
struct ProductFragment: Sendable {
    let catalog: CatalogClient
    let template: Template

    static let declaration = FragmentDeclaration(
        name: "decide.product",
        path: "/fragments/product",
        inputs: [InputDeclaration("id", .product, required: true), InputDeclaration("sku", .sku)],
        presence: .required,
        budget: .init(milliseconds: 250, bytes: 48 << 10),
        nests: ["checkout.add-to-cart", "explore.recommendations"],
        emits: ["decide:variant-changed"],
        headingLevel: 1,
        assets: ["decide.css"],
        samples: [["id": "KT-001"], ["id": "KT-003", "sku": "KT-003-SG-18"], ["id": "KT-001", "sku": "KT-999-XX"]])

    @Sendable func render(_ request: FragmentRequest) async throws -> FragmentAnswer {
        guard let id = request["id"].flatMap(ProductID.init) else { return .notFound }
        guard let product = try await product(id), let choice = VariantChoice(of: product, wanted: request.sku("sku"))
        else {
            var answer = FragmentAnswer.notFound
            answer.tags = CatalogueTags.one(id)
            return answer
        }
        return FragmentAnswer(
            template.render(try ProductView(product, choice)),
            freshness: .cached(seconds: 60), tags: CatalogueTags.one(id),
            title: choice.isWanted ? "\(product.name) in \(choice.chosen.colourway.name)" : product.name,
            description: product.summary,
            canonical: ProductAddress.path(of: product.id))
    }

    /// Nil if there is no such product.
    private func product(_ id: ProductID) async throws -> Product? {
        do {
            return try await catalog.product(id)
        } catch let problem as Problem where problem.status == 404 {
            return nil
        }
    }
}

/// Where product pages are.
enum ProductAddress {
    static func path(of product: ProductID) -> String { "/product/\(product)" }

    static func path(of variant: Variant, in product: ProductID) -> String { "/product/\(product)?sku=\(variant.sku)" }
}
