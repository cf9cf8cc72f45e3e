import CatalogAPI
import FragmentContract
import FragmentRendering

/// The foot of every page: the ways on, the stores, and how the page came to be.
struct FooterFragment: ExploreFragment {
    private struct View {
        let categories: [CategoryLink]
        let cities: [String]
    }

    private let catalog: CatalogClient
    private let template: Template

    init(catalog: CatalogClient, templates: TemplateLibrary) throws {
        self.catalog = catalog
        template = try templates.template("footer")
    }

    var declaration: FragmentDeclaration {
        FragmentDeclaration(
            name: "explore.footer", path: "/fragments/footer", budget: .init(milliseconds: 200, bytes: 16 << 10),
            fallback: template.render(View(categories: [], cities: [])),
            pending: #"<div class="site-footer site-footer--pending"></div>"#, headingLevel: 2,
            assets: ["explore.css"], samples: [[:]])
    }

    func render(_ request: FragmentRequest) async throws -> FragmentAnswer {
        async let categories = catalog.categories().categories
        async let stores = catalog.stores().stores
        let view = try await View(
            categories: categories.map { CategoryLink($0) },
            cities: stores.map(\.city))
        return FragmentAnswer(template.render(view), freshness: .cached(seconds: 300), tags: CatalogueTags.frame)
    }
}
