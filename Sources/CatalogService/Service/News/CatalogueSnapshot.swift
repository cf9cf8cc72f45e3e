import CatalogAPI
import GRDB
import Vocabulary

/// The catalogue at one moment of a transaction, to be compared with that of another.
struct CatalogueSnapshot {
    private let frame: Frame
    private let products: [String: ProductRecord]
    /// By product, then by SKU.
    private let variants: [String: [String: VariantRecord]]

    /// What stands around the products, or in any of them.
    private struct Frame: Equatable {
        let categories: [CategoryRecord]
        let colourways: [ColourwayRecord]
        let stores: [StoreRecord]
        let pictures: [String: String]
    }

    init(_ database: Database) throws {
        frame = Frame(
            categories: try CategoryRecord.order(sql: "id").fetchAll(database),
            colourways: try ColourwayRecord.order(sql: "id").fetchAll(database),
            stores: try StoreRecord.order(sql: "id").fetchAll(database), pictures: try PictureBook.paths(in: database))
        products = try ProductRecord.fetchAll(database).byKey
        variants = Dictionary(grouping: try VariantRecord.fetchAll(database), by: \.product).mapValues(\.byKey)
    }

    /// Says how this one differs from `before`.
    func tell(_ news: CatalogueNews, since before: CatalogueSnapshot, in database: Database) throws {
        if frame != before.frame { try news.catalogueChanged(database) }
        for id in Set(products.keys).union(before.products.keys).sorted() {
            guard let product = ProductID(id) else { continue }
            let (new, old) = (variants[id] ?? [:], before.variants[id] ?? [:])
            let isSame = products[id] == before.products[id] && new.mapValues(\.shape) == old.mapValues(\.shape)
            if !isSame { try news.productChanged(database, product) }
            for sku in new.keys.sorted() {
                guard let now = new[sku], let then = old[sku], let sku = SKU(sku) else { continue }
                if now.price != then.price { try news.priceChanged(database, sku, to: .euro(now.price)) }
                try news.stockChanged(database, sku, from: then.stock, to: now.stock)
            }
        }
    }
}

extension VariantRecord {
    /// What of it neither its price nor its stock says.
    fileprivate var shape: [String] { [String(position), colourway, size] }
}
