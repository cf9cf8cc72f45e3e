import CatalogAPI
import FragmentContract
import FragmentRendering

/// The shop's first page: a scene, the winds, the categories, what is new.
struct HomeFragment: ExploreFragment {
    private struct View {
        struct CategoryCard {
            let path: String
            let name: String
            let tagline: String
            let scene: String
            let count: String
        }

        let scene: String?
        let total: Int
        let winds: [WindForce]
        let categories: [CategoryCard]
        let newest: [ProductCard]
        let beginners: String
        /// The articles that are already on the page.
        let shown: String
    }

    private let catalog: CatalogClient
    private let template: Template

    init(catalog: CatalogClient, templates: TemplateLibrary) throws {
        self.catalog = catalog
        template = try templates.template("home")
    }

    var declaration: FragmentDeclaration {
        FragmentDeclaration(
            name: "explore.home", path: "/fragments/home", presence: .required,
            pending: #"<div class="hero hero--pending"></div>"#, nests: ["explore.recommendations"], headingLevel: 1,
            assets: ["explore.css"], samples: [[:]])
    }

    func render(_ request: FragmentRequest) async throws -> FragmentAnswer {
        var query = ProductQuery()
        query.order = .newest
        query.pageSize = 8
        async let newest = catalog.products(query)
        let list = try await catalog.categories()
        let fresh = try await newest
        let view = View(
            scene: list.scenes["home"], total: fresh.total, winds: WindForce.all,
            categories: list.categories.map(Self.card), newest: ProductCard.list(fresh.products),
            beginners: Listing(skills: [.beginner]).path,
            shown: fresh.products.map(\.sku.text).joined(separator: ","))
        return FragmentAnswer(
            template.render(view), freshness: .cached(seconds: 60), tags: CatalogueTags.choice,
            title: "Kites for every wind",
            description: Self.description,
            canonical: ShopPath.home)
    }

    private static let description =
        "Kites for every wind: single-line, stunt, power, indoor and children’s, and the lines and tails they fly with."

    private static func card(_ category: Category) -> View.CategoryCard {
        View.CategoryCard(
            path: ShopPath.category(category.id), name: category.name, tagline: category.tagline, scene: category.scene,
            count: Wording.count(category.productCount, "design", "designs"))
    }
}
