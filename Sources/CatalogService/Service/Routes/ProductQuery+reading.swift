import CatalogAPI
import Chassis
import Hummingbird
import Wire

extension ProductQuery {
    /// The longest text that is searched for, in characters.
    static let textLimit = 100

    /// - Throws: ``Problem`` 422 that names every parameter that is wrong or unknown.
    init(_ request: Request) throws {
        self.init()
        var query = try QueryReader(request)
        text = Self.text(&query)
        category = query.one("category")
        skills = Set(query.choices("skill", of: Skill.self))
        wind = query.integer("wind", in: 0...200)
        minimumPrice = query.integer("minPrice", in: 0...100_000_000)
        maximumPrice = query.integer("maxPrice", in: 0...100_000_000)
        if let minimumPrice, let maximumPrice, minimumPrice > maximumPrice {
            query.refuse("maxPrice", "must be at least minPrice")
        }
        colours = Set(query.choices("colour", of: ColourFamily.self).map(\.rawValue))
        onlyInStock = query.bool("inStock") ?? false
        order = query.choice("sort", of: Order.self) ?? .featured
        page = query.integer("page", in: 1...10_000) ?? 1
        pageSize = query.integer("pageSize", in: 1...60) ?? 24
        try query.finish()
    }

    /// Nil for a search that says nothing.
    private static func text(_ query: inout QueryReader) -> String? {
        guard let text = query.one("q"), text.contains(where: { !$0.isWhitespace }) else { return nil }
        if text.unicodeScalars.count > textLimit { query.refuse("q", "must be at most \(textLimit) characters long") }
        return text
    }
}
