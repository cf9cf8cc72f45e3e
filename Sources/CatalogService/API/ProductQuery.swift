import Vocabulary
import Wire

/// Which products, in what order, which page: the query of `GET /products`.
package struct ProductQuery: Sendable, Hashable {
    package enum Order: String, Sendable, CaseIterable {
        case featured, newest
        case priceAscending = "price"
        case priceDescending = "-price"
        case name
    }

    /// Nil: all categories.
    package var category: String?
    package var skills: Set<Skill> = []
    /// Kites that fly in this wind, km/h.
    package var wind: Int?
    /// Minor units, both inclusive.
    package var minimumPrice: Int?
    package var maximumPrice: Int?
    /// Ids of colour families (see ``Facets/colours``); any of them.
    package var colours: Set<String> = []
    package var onlyInStock = false
    package var order = Order.featured
    /// 1 is the first.
    package var page = 1
    /// 1 to 60.
    package var pageSize = 24
    /// Full text: every word must match, the last one as a prefix; small typing errors are forgiven.
    package var text: String?

    package init() {}

    /// The query string of `GET /products`, keys in a fixed order, defaults left out.
    package var target: String {
        var query = QueryWriter()
        query.add("q", text)
        query.add("category", category)
        for skill in Skill.allCases where skills.contains(skill) { query.add("skill", skill.rawValue) }
        query.add("wind", wind)
        query.add("minPrice", minimumPrice)
        query.add("maxPrice", maximumPrice)
        for colour in colours.sorted() { query.add("colour", colour) }
        if onlyInStock { query.add("inStock", "true") }
        if order != .featured { query.add("sort", order.rawValue) }
        if page != 1 { query.add("page", page) }
        if pageSize != 24 { query.add("pageSize", pageSize) }
        return query.target("/products")
    }
}

/// `GET /products`.
package struct ProductList: Sendable, Codable {
    package var products: [ProductSummary]
    /// How many there are on all pages.
    package var total: Int
    package var page: Int
    package var pageSize: Int
    package var facets: Facets
    /// For a search that was forgiving: what it searched for instead, e.g. "stunt delta".
    package var correctedText: String?

    package init(
        products: [ProductSummary], total: Int, page: Int, pageSize: Int, facets: Facets, correctedText: String? = nil
    ) {
        self.products = products
        self.total = total
        self.page = page
        self.pageSize = pageSize
        self.facets = facets
        self.correctedText = correctedText
    }
}

/// What a list can be narrowed by, with how many products each choice would leave.
package struct Facets: Sendable, Hashable, Codable {
    package struct Choice: Sendable, Hashable, Codable {
        package var id: String
        package var name: String
        package var count: Int

        package init(id: String, name: String, count: Int) {
            self.id = id
            self.name = name
            self.count = count
        }
    }

    package var categories: [Choice]
    package var skills: [Choice]
    /// Families: red, orange, yellow, green, teal, blue, violet, pink, black, white.
    package var colours: [Choice]
    /// Lowest and highest price that there is whatever price range is asked for, minor units; nil if nothing is listed.
    package var minimumPrice: Int?
    package var maximumPrice: Int?

    package init(
        categories: [Choice], skills: [Choice], colours: [Choice], minimumPrice: Int?, maximumPrice: Int?
    ) {
        self.categories = categories
        self.skills = skills
        self.colours = colours
        self.minimumPrice = minimumPrice
        self.maximumPrice = maximumPrice
    }
}
