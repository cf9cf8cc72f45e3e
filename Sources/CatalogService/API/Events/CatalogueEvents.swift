import Vocabulary
import Wire

/// What catalog-service says of what the shop sells, for whoever keeps pages or answers made of it. Each event names
/// the ``CatalogueTags`` that have changed, so that a cache need not know what they mean.
package enum CatalogueEvents {
    package static let topic = "catalogue"

    package static let productChanged = EventType<ProductChanged>(
        "shop.product.changed.v1", topic: topic,
        meaning: "A product came, went, or is described or made up of articles in another way.",
        schema: .object(.required("product", .text(meaning: "Its number.")), .required("tags", tags)))

    package static let priceChanged = EventType<PriceChanged>(
        "shop.price.changed.v1", topic: topic, meaning: "An article costs something else.",
        schema: .object(
            .required("sku", sku), .required("price", .whole(from: 1, meaning: "In minor units.")),
            .required("currency", .text(meaning: "ISO 4217.", pattern: "^[A-Z]{3}$")), .required("tags", tags)))

    package static let stockChanged = EventType<StockLevelChanged>(
        "shop.stock.changed.v1", topic: topic,
        meaning: "There is as much of an article that pages say something else of it.",
        schema: .object(
            .required("sku", sku), .required("level", .choice(StockLevel.Word.allCases.map(\.rawValue))),
            .required("pieces", .whole(from: 0, meaning: "Pieces that can be sold; with in-stock, at least so many.")),
            .required("tags", tags)))

    package static let catalogueChanged = EventType<CatalogueChanged>(
        "shop.catalogue.changed.v1", topic: topic,
        meaning: "Categories, colourways, stores or pictures are others, so that anything may look different.",
        schema: .object(.required("tags", tags)))

    private static let sku = EventSchema.text(meaning: "The number of an article.")
    private static let tags = EventSchema.list(of: .text(meaning: "What shows it, such as product:KT-001."))
}

/// Pieces in stock as far as pages tell: exactly only when they are few.
package struct StockLevel: Sendable, Hashable {
    package enum Word: String, Sendable, Hashable, Codable, CaseIterable {
        case soldOut = "sold-out"
        case lastPieces = "last-pieces"
        case inStock = "in-stock"
    }

    /// Up to so many are counted on pages.
    package static let few = 5

    package let word: Word
    /// One more than ``few`` stands for any number beyond.
    package let pieces: Int

    package init(_ stock: Int) {
        pieces = min(max(stock, 0), Self.few + 1)
        word = pieces == 0 ? .soldOut : pieces <= Self.few ? .lastPieces : .inStock
    }
}

package struct ProductChanged: Sendable, Hashable, Codable {
    package var product: ProductID
    package var tags: [String]

    package init(product: ProductID) {
        self.product = product
        tags = [CatalogueTags.product(product), CatalogueTags.products]
    }
}

package struct PriceChanged: Sendable, Hashable, Codable {
    package var sku: SKU
    /// In minor units.
    package var price: Int
    package var currency: String
    package var tags: [String]

    package init(sku: SKU, product: ProductID, price: Money) {
        self.sku = sku
        self.price = price.minorUnits
        currency = price.currency
        tags = [CatalogueTags.product(product), CatalogueTags.products]
    }
}

package struct StockLevelChanged: Sendable, Hashable, Codable {
    package var sku: SKU
    package var level: StockLevel.Word
    package var pieces: Int
    package var tags: [String]

    /// Lists show of an article only whether there is any.
    package init(sku: SKU, product: ProductID, from before: StockLevel, to after: StockLevel) {
        self.sku = sku
        (level, pieces) = (after.word, after.pieces)
        let isListed = (before.word == .soldOut) != (after.word == .soldOut)
        tags = [CatalogueTags.product(product)] + (isListed ? [CatalogueTags.products] : [])
    }
}

package struct CatalogueChanged: Sendable, Hashable, Codable {
    package var tags: [String]

    package init() {
        tags = [CatalogueTags.catalogue]
    }
}
