import CatalogAPI
import FragmentContract
import FragmentRendering
import Vocabulary

/// Up to four products near to what is shown or in the cart; nothing at all if there are none.
struct RecommendationsFragment: ExploreFragment {
    private struct View {
        let heading: String
        let products: [ProductCard]
    }

    static let limit = 4
    /// The most that catalog-service gives.
    private static let supply = 12
    private let catalog: CatalogClient
    private let template: Template

    init(catalog: CatalogClient, templates: TemplateLibrary) throws {
        self.catalog = catalog
        template = try templates.template("recommendations")
    }

    var declaration: FragmentDeclaration {
        FragmentDeclaration(
            name: "explore.recommendations", path: "/fragments/recommendations",
            inputs: [InputDeclaration("skus", .skus), InputDeclaration("exclude", .skus)],
            budget: .init(milliseconds: 200, bytes: 32 << 10), fallback: "",
            pending: #"<div class="page recommendations--pending"></div>"#, headingLevel: 2, assets: ["explore.css"],
            samples: [[:], ["skus": "KT-001-SR"], ["skus": "KT-001-SR", "exclude": "KT-002-SR"]])
    }

    func render(_ request: FragmentRequest) async throws -> FragmentAnswer {
        let skus = request.skus("skus")
        let excluded = Set(request.skus("exclude").compactMap(\.product))
        let wanted = excluded.isEmpty ? Self.limit : Self.supply
        let near = try await catalog.recommendations(near: skus, limit: wanted).products
        let products = near.filter { !excluded.contains($0.id) }.prefix(Self.limit)
        guard !products.isEmpty else {
            return FragmentAnswer("", freshness: .cached(seconds: 60), tags: CatalogueTags.choice)
        }
        let view = View(heading: Self.heading(for: skus), products: ProductCard.list(Array(products)))
        return FragmentAnswer(template.render(view), freshness: .cached(seconds: 60), tags: CatalogueTags.choice)
    }

    private static func heading(for skus: [SKU]) -> String {
        switch Set(skus.compactMap(\.product)).count {
        case 0: "You may also like"
        case 1: "Flies well with this"
        default: "Flies well with these"
        }
    }
}
