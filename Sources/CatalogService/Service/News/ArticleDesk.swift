import CatalogAPI
import GRDB
import Vocabulary

/// Sets an article's price and stock by hand.
struct ArticleDesk: Sendable {
    let database: any DatabaseWriter
    /// Nil where nobody is to be told.
    let news: CatalogueNews?

    /// - Returns: nil if there is no such article.
    func change(_ sku: SKU, _ change: ArticleChange) async throws -> ChangedArticle? {
        try await database.write { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT price, stock FROM variant WHERE sku = ?", arguments: [sku.text])
            guard let row else { return nil }
            let (price, stock): (Int, Int) = (row["price"], row["stock"])
            let (newPrice, newStock) = (change.price?.minorUnits ?? price, change.stock ?? stock)
            // Whoever counts pieces anew has received as many as that makes.
            try database.execute(
                sql: """
                    UPDATE variant SET price = ?1, stock = ?2, received = ?2 + reserved + withdrawn WHERE sku = ?3
                    """,
                arguments: [newPrice, newStock, sku.text])
            if newPrice != price {
                try database.execute(sql: "UPDATE catalogue SET generation = generation + 1")
                try news?.priceChanged(database, sku, to: .euro(newPrice))
            }
            try news?.stockChanged(database, sku, from: stock, to: newStock)
            return ChangedArticle(
                sku: sku, before: .init(price: .euro(price), stock: stock),
                now: .init(price: .euro(newPrice), stock: newStock))
        }
    }
}
