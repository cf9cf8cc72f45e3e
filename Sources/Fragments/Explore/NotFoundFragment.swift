import CatalogAPI
import FragmentContract
import FragmentRendering

/// The content of the page that stands for one that does not exist.
struct NotFoundFragment: ExploreFragment {
    private struct View {
        let scene: String?
        let categories: [CategoryLink]
    }

    private let catalog: CatalogClient
    private let template: Template

    init(catalog: CatalogClient, templates: TemplateLibrary) throws {
        self.catalog = catalog
        template = try templates.template("not-found")
    }

    var declaration: FragmentDeclaration {
        FragmentDeclaration(
            name: "explore.not-found", path: "/fragments/not-found",
            fallback: template.render(View(scene: nil, categories: [])), headingLevel: 1, assets: ["explore.css"],
            samples: [[:]])
    }

    func render(_ request: FragmentRequest) async throws -> FragmentAnswer {
        let list = try await catalog.categories()
        let view = View(
            scene: list.scenes["not-found"],
            categories: list.categories.map { CategoryLink($0) })
        return FragmentAnswer(
            template.render(view), freshness: .cached(seconds: 300), tags: CatalogueTags.choice, title: "Page not found"
        )
    }
}
