import CatalogAPI
import FragmentContract
import FragmentRendering

/// The top of every page: logo, search, the way to all categories, and the place of the mini cart.
struct HeaderFragment: ExploreFragment {
    private struct View {
        let isCompact: Bool
        let categories: [CategoryLink]
    }

    private let catalog: CatalogClient
    private let template: Template

    init(catalog: CatalogClient, templates: TemplateLibrary) throws {
        self.catalog = catalog
        template = try templates.template("header")
    }

    var declaration: FragmentDeclaration {
        FragmentDeclaration(
            name: "explore.header", path: "/fragments/header", inputs: [InputDeclaration("compact", .integer)],
            budget: .init(milliseconds: 200, bytes: 16 << 10),
            fallback: template.render(View(isCompact: false, categories: [])),
            pending: #"<div class="site-header site-header--pending"></div>"#, nests: ["checkout.mini-cart"],
            assets: ["explore.css"], samples: [[:], ["compact": "1"]])
    }

    func render(_ request: FragmentRequest) async throws -> FragmentAnswer {
        let isCompact = request.integer("compact") == 1
        let categories = isCompact ? [] : try await catalog.categories().categories
        let view = View(
            isCompact: isCompact,
            categories: categories.map { CategoryLink($0, isShort: true) })
        return FragmentAnswer(template.render(view), freshness: .cached(seconds: 300), tags: CatalogueTags.frame)
    }
}
