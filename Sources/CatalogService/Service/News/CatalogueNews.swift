import CatalogAPI
import Chassis
import GRDB
import Vocabulary

/// Says in the transaction of a change what of the catalogue is another, as far as pages show it.
struct CatalogueNews: Sendable {
    let outbox: Outbox

    func productChanged(_ database: Database, _ product: ProductID) throws {
        try outbox.append(
            database, CatalogueEvents.productChanged, key: product.text, payload: ProductChanged(product: product))
    }

    func priceChanged(_ database: Database, _ sku: SKU, to price: Money) throws {
        guard let product = sku.product else { return }
        try outbox.append(
            database, CatalogueEvents.priceChanged, key: sku.text,
            payload: PriceChanged(sku: sku, product: product, price: price))
    }

    /// Says nothing if pages say the same of both numbers.
    func stockChanged(_ database: Database, _ sku: SKU, from before: Int, to after: Int) throws {
        let (before, after) = (StockLevel(before), StockLevel(after))
        guard before != after, let product = sku.product else { return }
        try outbox.append(
            database, CatalogueEvents.stockChanged, key: sku.text,
            payload: StockLevelChanged(sku: sku, product: product, from: before, to: after))
    }

    func catalogueChanged(_ database: Database) throws {
        try outbox.append(
            database, CatalogueEvents.catalogueChanged, key: CatalogueTags.catalogue, payload: CatalogueChanged())
    }

    /// The same for pieces that an order has just taken (`taken`) or given back.
    func stockMoved(_ database: Database, _ lines: [QuoteLine], taken: Bool) throws {
        let reading = try database.cachedStatement(sql: "SELECT stock FROM variant WHERE sku = ?")
        for line in lines {
            guard let now = try Int.fetchOne(reading, arguments: [line.sku.text]) else { continue }
            let count = line.quantity.count
            try stockChanged(database, line.sku, from: taken ? now + count : now - count, to: now)
        }
    }
}
