import CatalogAPI
import FragmentContract
import FragmentRendering

/// The stores, with their addresses and hours.
struct StoresFragment: ExploreFragment {
    private struct View {
        let count: String
        let stores: [Store]
    }

    private let catalog: CatalogClient
    private let template: Template

    init(catalog: CatalogClient, templates: TemplateLibrary) throws {
        self.catalog = catalog
        template = try templates.template("stores")
    }

    var declaration: FragmentDeclaration {
        FragmentDeclaration(
            name: "explore.stores", path: "/fragments/stores", presence: .required,
            pending: #"<div class="page listing--pending skeleton"></div>"#, headingLevel: 1, assets: ["explore.css"],
            samples: [[:]])
    }

    func render(_ request: FragmentRequest) async throws -> FragmentAnswer {
        let stores = try await catalog.stores().stores
        return FragmentAnswer(
            template.render(View(count: Wording.count(stores.count, "shop", "shops"), stores: stores)),
            freshness: .cached(seconds: 300), tags: CatalogueTags.frame, title: "Stores",
            description: "Updraft's shops, their addresses and opening hours.", canonical: ShopPath.stores)
    }
}
