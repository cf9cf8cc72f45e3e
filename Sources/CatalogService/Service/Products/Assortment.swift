import CatalogAPI
import GRDB
import Synchronization
import Vocabulary

/// Everything of the catalogue that only an import changes, as it is asked for: kept in memory for one generation of
/// the database. Stock is never in here.
struct Assortment: Sendable {
    let generation: Int
    /// In the catalogue's order.
    let categories: [Category]
    let stores: [Store]
    /// Paths of the scenes by name.
    let scenes: [String: String]
    /// In featured order (see ``FeaturedOrder``).
    let listings: [Listing]
    let vocabulary: SearchVocabulary
    /// How new each product is: 1 the newest, 0 the oldest.
    let newness: [ProductID: Double]
    private let places: [ProductID: Int]

    init(
        generation: Int, categories: [Category], stores: [Store], scenes: [String: String],
        listings: [Listing], vocabulary: SearchVocabulary
    ) {
        self.generation = generation
        self.categories = categories
        self.stores = stores
        self.scenes = scenes
        self.listings = FeaturedOrder.arrange(listings)
        self.vocabulary = vocabulary
        var places: [ProductID: Int] = [:]
        for (place, listing) in self.listings.enumerated() { places[listing.id] = place }
        self.places = places
        newness = Self.newness(of: listings)
    }

    private static func newness(of listings: [Listing]) -> [ProductID: Double] {
        let days = Set(listings.map(\.introduced)).sorted()
        let last = Double(max(days.count - 1, 1))
        var places: [String: Int] = [:]
        for (place, day) in days.enumerated() { places[day] = place }
        var newness: [ProductID: Double] = [:]
        for listing in listings { newness[listing.id] = Double(places[listing.introduced] ?? 0) / last }
        return newness
    }

    subscript(id: ProductID) -> Listing? { places[id].map { listings[$0] } }

    subscript(sku: SKU) -> (listing: Listing, article: Article)? {
        guard let listing = sku.product.flatMap({ self[$0] }) else { return nil }
        return listing.articles.first { $0.sku == sku }.map { (listing, $0) }
    }
}

/// The assortment of the generation that a transaction sees, read when it is another than last time.
final class AssortmentCache: Sendable {
    private let latest = Mutex<Assortment?>(nil)

    func assortment(in database: Database) throws -> Assortment {
        let statement = try database.cachedStatement(sql: "SELECT generation FROM catalogue")
        let generation = try Int.fetchOne(statement) ?? 0
        if let known = latest.withLock({ $0 }), known.generation == generation { return known }
        let assortment = try Assortment.load(generation: generation, from: database)
        latest.withLock { $0 = assortment }
        return assortment
    }
}
