import Vocabulary
import Wire

/// An article and how many of it.
package struct QuoteLine: Sendable, Hashable, Codable {
    package var sku: SKU
    package var quantity: Quantity

    package init(sku: SKU, quantity: Quantity) {
        self.sku = sku
        self.quantity = quantity
    }

    private enum CodingKeys: String, CodingKey, CaseIterable { case sku, quantity }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        sku = try container.decode(SKU.self, forKey: .sku)
        quantity = try container.decode(Quantity.self, forKey: .quantity)
    }
}

/// `POST /quotes`: what would these articles cost now, and are they there? At most 100 lines, each article once.
package struct QuoteRequest: Sendable, Codable {
    package var lines: [QuoteLine]

    package init(lines: [QuoteLine]) {
        self.lines = lines
    }

    private enum CodingKeys: String, CodingKey, CaseIterable { case lines }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        lines = try decoder.container(keyedBy: CodingKeys.self).decode([QuoteLine].self, forKey: .lines)
    }
}

/// The answer: one priced line for each that was asked for, in the same order. Unknown articles are listed apart.
package struct Quote: Sendable, Codable {
    package struct Line: Sendable, Hashable, Codable {
        package var sku: SKU
        package var product: ProductID
        package var name: String
        package var colourway: String
        package var size: String
        package var picture: String
        package var unitPrice: Money
        package var quantity: Quantity
        package var lineTotal: Money
        package var stock: Int

        package init(
            sku: SKU, product: ProductID, name: String, colourway: String, size: String, picture: String,
            unitPrice: Money, quantity: Quantity, lineTotal: Money, stock: Int
        ) {
            self.sku = sku
            self.product = product
            self.name = name
            self.colourway = colourway
            self.size = size
            self.picture = picture
            self.unitPrice = unitPrice
            self.quantity = quantity
            self.lineTotal = lineTotal
            self.stock = stock
        }
    }

    package var lines: [Line]
    package var unknown: [SKU]
    /// The sum of the lines.
    package var subtotal: Money

    package init(lines: [Line], unknown: [SKU], subtotal: Money) {
        self.lines = lines
        self.unknown = unknown
        self.subtotal = subtotal
    }
}

/// `PUT /stock-withdrawals/{order}`: take the pieces of an order out of stock, all or none, once for each order however
/// often it is asked for. 201 the first time, 200 again, 409 with a problem of type
/// ``CatalogProblem/outOfStock`` when something is short: that is final too, whatever comes in later.
package struct StockWithdrawal: Sendable, Codable {
    package var lines: [QuoteLine]

    package init(lines: [QuoteLine]) {
        self.lines = lines
    }

    private enum CodingKeys: String, CodingKey, CaseIterable { case lines }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        lines = try decoder.container(keyedBy: CodingKeys.self).decode([QuoteLine].self, forKey: .lines)
    }
}

/// What came of it.
package struct StockWithdrawn: Sendable, Codable {
    package var order: String
    package var lines: [QuoteLine]

    package init(order: String, lines: [QuoteLine]) {
        self.order = order
        self.lines = lines
    }
}

/// Kinds of problems (``Problem/type``) that catalog-service answers.
package enum CatalogProblem {
    /// 409: something that was ordered is not there in that quantity; `errors` name `lines[i].quantity`.
    package static let outOfStock = "/problems/out-of-stock"
    /// 409: the order asked for other pieces before.
    package static let differentWithdrawal = "/problems/different-withdrawal"
    /// 422: a catalogue was refused; `errors` name fields and lines.
    package static let invalidCatalogue = "/problems/invalid-catalogue"
}

/// The result of `POST /catalogue/import`: how many records (categories, colourways, stores, products, variants) came,
/// changed, stayed and went.
package struct ImportResult: Sendable, Hashable, Codable {
    package var inserted: Int
    package var updated: Int
    package var unchanged: Int
    package var removed: Int

    package init(inserted: Int, updated: Int, unchanged: Int, removed: Int) {
        self.inserted = inserted
        self.updated = updated
        self.unchanged = unchanged
        self.removed = removed
    }
}
