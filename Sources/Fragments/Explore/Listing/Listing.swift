import CatalogAPI
import Wire

/// A state of a list of products: what narrows it, its order, its page. It has one address.
struct Listing: Sendable, Hashable {
    static let pageSize = 24

    var category: String?
    var skills: Set<Skill> = []
    /// km/h.
    var wind: Int?
    /// Whole euros, both inclusive.
    var minimumPrice: Int?
    var maximumPrice: Int?
    var colours: Set<String> = []
    var onlyInStock = false
    var order = ProductQuery.Order.featured
    var page = 1

    /// The page that shows this state, keys in a fixed order, defaults left out.
    var path: String {
        var query = QueryWriter()
        for skill in Skill.allCases where skills.contains(skill) { query.add("skill", skill.rawValue) }
        query.add("wind", wind)
        query.add("minPrice", minimumPrice)
        query.add("maxPrice", maximumPrice)
        for colour in colours.sorted() { query.add("colour", colour) }
        if onlyInStock { query.add("inStock", "1") }
        if order != .featured { query.add("sort", order.rawValue) }
        if page > 1 { query.add("page", page) }
        return query.target(ShopPath.category(category))
    }

    /// What catalog-service is asked for.
    var query: ProductQuery {
        var query = ProductQuery()
        query.category = category
        query.skills = skills
        query.wind = wind
        query.minimumPrice = minimumPrice.map { $0 * 100 }
        query.maximumPrice = maximumPrice.map { $0 * 100 }
        query.colours = colours
        query.onlyInStock = onlyInStock
        query.order = order
        query.page = page
        query.pageSize = Self.pageSize
        return query
    }

    /// The same list without order and page: what search engines should know it as.
    var canonical: Listing {
        with {
            $0.order = .featured
            $0.page = 1
        }
    }

    /// Nothing narrows it.
    var isWhole: Bool { canonical == Listing(category: category) }

    /// Everything that the category has, in the same order.
    var whole: Listing { Listing(category: category, order: order) }

    /// A copy that `change` has changed.
    func with(_ change: (inout Listing) -> Void) -> Listing {
        var copy = self
        change(&copy)
        return copy
    }

    /// A copy with another filter, which begins at its first page.
    func filtered(_ change: (inout Listing) -> Void) -> Listing {
        with {
            change(&$0)
            $0.page = 1
        }
    }
}
