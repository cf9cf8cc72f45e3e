import CatalogAPI
import GRDB
import Vocabulary

/// Reads the catalogue. Each answer is of one moment: the assortment's generation and the stock are read in the same
/// transaction.
struct ProductStore: Sendable {
    let database: any DatabaseWriter
    private let cache = AssortmentCache()

    init(_ database: any DatabaseWriter) {
        self.database = database
    }

    func assortment() async throws -> Assortment {
        try await database.read { [cache] in try cache.assortment(in: $0) }
    }

    /// Nil if there is no such product.
    func product(_ id: ProductID) async throws -> Product? {
        try await database.read { [cache] database in
            guard let listing = try cache.assortment(in: database)[id] else { return nil }
            return listing.product(stock: try Self.stock(of: id, in: database))
        }
    }

    /// - Throws: ``UnknownCategory`` if the query is for one that there is not.
    func products(_ query: ProductQuery) async throws -> ProductList {
        try await database.read { [cache] database in
            let assortment = try cache.assortment(in: database)
            if let category = query.category, !assortment.categories.contains(where: { $0.id == category }) {
                throw UnknownCategory(known: assortment.categories.map(\.id))
            }
            let matches = try query.text.map {
                try SearchIndex.search($0, vocabulary: assortment.vocabulary, in: database)
            }
            let finder = ProductFinder(
                assortment: assortment, query: query, matches: matches, soldOut: try Self.soldOut(in: database))
            return finder.list()
        }
    }

    /// - Parameter excluded: products that must not be in the answer, beside those of `skus`.
    func recommendations(
        near skus: [SKU], excluding excluded: Set<ProductID>, limit: Int
    ) async throws -> [ProductSummary] {
        try await database.read { [cache] database in
            let recommender = Recommender(
                assortment: try cache.assortment(in: database), soldOut: try Self.soldOut(in: database),
                liked: skus.isEmpty ? try Self.liked(in: database) : [:], excluded: excluded)
            return recommender.recommend(near: skus, limit: limit)
        }
    }

    /// Prices and stock of some articles, of this moment.
    func quote(_ lines: [QuoteLine]) async throws -> Quote {
        try await database.read { [cache] database in
            let assortment = try cache.assortment(in: database)
            var quote = Quote(lines: [], unknown: [], subtotal: .euro(0))
            let stock = try database.cachedStatement(sql: "SELECT stock FROM variant WHERE sku = ?")
            for line in lines {
                guard let (listing, article) = assortment[line.sku],
                    let pieces = try Int.fetchOne(stock, arguments: [line.sku.text])
                else {
                    quote.unknown.append(line.sku)
                    continue
                }
                let priced = Quote.Line(line, listing, article, stock: pieces)
                quote.lines.append(priced)
                quote.subtotal = quote.subtotal + priced.lineTotal
            }
            return quote
        }
    }

    // MARK: Stock

    private static func stock(of product: ProductID, in database: Database) throws -> [String: Int] {
        let statement = try database.cachedStatement(sql: "SELECT sku, stock FROM variant WHERE product = ?")
        var stock: [String: Int] = [:]
        let rows = try Row.fetchCursor(statement, arguments: [product.text])
        while let row = try rows.next() { stock[row[0]] = row[1] }
        return stock
    }

    private static func soldOut(in database: Database) throws -> Set<String> {
        try String.fetchSet(database.cachedStatement(sql: "SELECT sku FROM variant WHERE stock = 0"))
    }

    private static func liked(in database: Database) throws -> [String: Int] {
        let statement = try database.cachedStatement(
            sql: "SELECT product, sum(withdrawn) FROM variant GROUP BY product HAVING sum(withdrawn) > 0")
        var liked: [String: Int] = [:]
        let rows = try Row.fetchCursor(statement)
        while let row = try rows.next() { liked[row[0]] = row[1] }
        return liked
    }
}

/// A category that is asked for and not there.
struct UnknownCategory: Error {
    let known: [String]
}

extension Quote.Line {
    fileprivate init(_ line: QuoteLine, _ listing: Listing, _ article: Article, stock: Int) {
        let price = Money.euro(article.price)
        self.init(
            sku: line.sku, product: listing.id, name: listing.name, colourway: article.colourway.name,
            size: article.size, picture: article.picture, unitPrice: price, quantity: line.quantity,
            lineTotal: price * line.quantity.count, stock: stock)
    }
}
