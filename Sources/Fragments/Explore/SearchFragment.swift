import CatalogAPI
import FragmentContract
import FragmentRendering

/// What was searched for, found or not.
struct SearchFragment: ExploreFragment {
    private struct View {
        let text: String
        let hasText: Bool
        let isEmpty: Bool
        let count: String
        /// What was searched for instead.
        let correctedText: String?
        let products: [ProductCard]
        let paging: Paging?
        /// The ways on when there is nothing to show.
        let hasShelves: Bool
        let categories: [CategoryLink]
    }

    static let pageSize = 24
    private let catalog: CatalogClient
    private let template: Template

    init(catalog: CatalogClient, templates: TemplateLibrary) throws {
        self.catalog = catalog
        template = try templates.template("search")
    }

    var declaration: FragmentDeclaration {
        FragmentDeclaration(
            name: "explore.search", path: "/fragments/search",
            inputs: [InputDeclaration("q", .text), InputDeclaration("page", .text)], presence: .required,
            pending: #"<div class="page listing--pending skeleton"></div>"#, nests: ["explore.recommendations"],
            emits: ["explore:results-changed"], headingLevel: 1, assets: ["explore.css"],
            samples: [[:], ["q": "delta"], ["q": "zzzzzz"]])
    }

    func render(_ request: FragmentRequest) async throws -> FragmentAnswer {
        let text = (request["q"] ?? "").split(separator: " ").joined(separator: " ")
        let list = text.isEmpty ? nil : try await find(text, page: request.integer("page") ?? 1)
        let found = list.map { !$0.products.isEmpty } ?? false
        let categories = found ? [] : try await catalog.categories().categories
        let view = View(
            text: text, hasText: !text.isEmpty, isEmpty: !text.isEmpty && !found,
            count: Wording.count(list?.total ?? 0, "design", "designs"),
            correctedText: found ? list?.correctedText : nil,
            products: ProductCard.list(
                list?.products ?? [], eager: 4, highlight: Highlight(list?.correctedText ?? text)),
            paging: list.flatMap { Self.paging($0, text: text) },
            hasShelves: !categories.isEmpty, categories: categories.map { CategoryLink($0) })
        return FragmentAnswer(
            template.render(view), freshness: .cached(seconds: 30), tags: CatalogueTags.choice,
            title: text.isEmpty ? "Search" : "“\(text)”, search", canonical: ShopPath.search(text))
    }

    private func find(_ text: String, page: Int) async throws -> ProductList {
        var query = ProductQuery()
        query.text = text
        query.page = min(max(page, 1), 9_999)
        query.pageSize = Self.pageSize
        let list = try await catalog.products(query)
        let pages = Paging.pages(of: list.total, by: Self.pageSize)
        guard query.page > pages else { return list }
        query.page = pages
        return try await catalog.products(query)
    }

    private static func paging(_ list: ProductList, text: String) -> Paging? {
        Paging(
            page: list.page, pages: Paging.pages(of: list.total, by: list.pageSize), fragment: "explore.search",
            path: { ShopPath.search(text, page: $0) })
    }
}
