import CatalogAPI
import FragmentContract
import FragmentRendering
import Wire

/// A category's products, or all of them: filters, order, pages, each state at its own address.
struct CategoryFragment: ExploreFragment {
    private let catalog: CatalogClient
    private let template: Template

    init(catalog: CatalogClient, templates: TemplateLibrary) throws {
        self.catalog = catalog
        template = try templates.template("category")
    }

    /// Numbers and choices are declared as text: what makes no sense in them is the reader's to see, not an error.
    var declaration: FragmentDeclaration {
        let filters = ["skill", "wind", "minPrice", "maxPrice", "colour", "inStock", "sort", "page"]
        return FragmentDeclaration(
            name: "explore.category", path: "/fragments/category",
            inputs: [InputDeclaration("category", .slug)] + filters.map { InputDeclaration($0, .text) },
            presence: .required, pending: #"<div class="page listing--pending skeleton"></div>"#,
            nests: ["explore.recommendations"], emits: ["explore:results-changed"], headingLevel: 1,
            assets: ["explore.css"],
            samples: [[:], ["category": "stunt"], ["category": "stunt", "skill": "beginner", "sort": "-price"]])
    }

    func render(_ request: FragmentRequest) async throws -> FragmentAnswer {
        var (listing, notes) = Listing.read(request)
        let categories = try await catalog.categories()
        let category = categories.categories.first { $0.id == listing.category }
        if listing.category != nil, category == nil { return .notFound }
        var list = try await catalog.products(listing.query)
        let pages = Paging.pages(of: list.total, by: Listing.pageSize)
        if listing.page > pages {
            notes.append("There is no page \(listing.page); this is the last one.")
            listing.page = pages
            list = try await catalog.products(listing.query)
        }
        let shelf = Shelf(category, scenes: categories.scenes, all: categories.categories)
        let view = CategoryView(shelf, listing: listing, list: list, notes: notes)
        return FragmentAnswer(
            template.render(view), freshness: .cached(seconds: 30), tags: CatalogueTags.choice,
            title: listing.title(of: shelf.name),
            description: shelf.summary, canonical: listing.canonical.path)
    }
}

/// What a list is of: one category or everything.
struct Shelf: Sendable {
    let name: String
    let tagline: String
    let summary: String
    let scene: String?
    /// How many products it has when nothing narrows it.
    let size: Int

    init(_ category: Category?, scenes: [String: String], all: [Category]) {
        name = category?.name ?? "All kites"
        tagline = category?.tagline ?? "Everything we sew, wind and peg down"
        summary =
            category?.summary
            ?? "Every kite, line and tail in the shop. Tell us the wind and who is flying, and the list gets short."
        scene = category?.scene ?? scenes["home"]
        size = category?.productCount ?? all.reduce(0) { $0 + $1.productCount }
    }
}

/// What `category.mustache` shows.
struct CategoryView: Sendable {
    let name: String
    let tagline: String
    let summary: String
    let scene: String?
    let count: String
    let notes: [String]
    let filters: FilterForm
    let chips: [FilterChip]
    /// The address without any filter; nil if none is on.
    let clear: String?
    let products: [ProductCard]
    let isEmpty: Bool
    let paging: Paging?

    init(_ shelf: Shelf, listing: Listing, list: ProductList, notes: [String]) {
        name = shelf.name
        tagline = shelf.tagline
        summary = shelf.summary
        scene = shelf.scene
        let total = Wording.count(list.total, "design", "designs")
        count = listing.isWhole ? total : "\(list.total == 0 ? "None" : String(list.total)) of \(shelf.size) designs"
        self.notes = notes
        filters = FilterForm(listing, facets: list.facets)
        chips = listing.chips
        clear = listing.isWhole ? nil : listing.whole.path
        products = ProductCard.list(list.products, eager: 4)
        isEmpty = list.products.isEmpty
        paging = Paging(
            page: listing.page, pages: Paging.pages(of: list.total, by: Listing.pageSize), fragment: "explore.category",
            path: { page in listing.with { $0.page = page }.path })
    }
}
