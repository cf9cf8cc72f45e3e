import Vocabulary
import Wire

/// A cart as pages show it: its lines at today's prices.
package struct Cart: Sendable, Hashable, Codable {
    package struct Line: Sendable, Hashable, Codable {
        package var sku: SKU
        package var product: ProductID
        package var name: String
        package var colourway: String
        package var size: String
        package var picture: String
        package var quantity: Quantity
        /// Today's price of one piece.
        package var unitPrice: Money
        package var lineTotal: Money
        /// Pieces in stock.
        package var stock: Int
        /// The price that the shopper last agreed to, if today's differs: it must be accepted before ordering.
        package var formerPrice: Money?

        package init(
            sku: SKU, product: ProductID, name: String, colourway: String, size: String, picture: String,
            quantity: Quantity, unitPrice: Money, lineTotal: Money, stock: Int, formerPrice: Money?
        ) {
            self.sku = sku
            self.product = product
            self.name = name
            self.colourway = colourway
            self.size = size
            self.picture = picture
            self.quantity = quantity
            self.unitPrice = unitPrice
            self.lineTotal = lineTotal
            self.stock = stock
            self.formerPrice = formerPrice
        }
    }

    package var id: String
    package var lines: [Line]
    /// Pieces in all lines.
    package var count: Int
    /// For delivery; pick-up ships free.
    package var totals: Totals
    /// Totals when the order is picked up.
    package var pickupTotals: Totals

    package init(id: String, lines: [Line], count: Int, totals: Totals, pickupTotals: Totals) {
        self.id = id
        self.lines = lines
        self.count = count
        self.totals = totals
        self.pickupTotals = pickupTotals
    }
}

/// What an order costs. Prices contain the tax, as shops in the EU must show them.
package struct Totals: Sendable, Hashable, Codable {
    package var subtotal: Money
    package var shipping: Money
    /// The tax contained in subtotal and shipping.
    package var tax: Money
    package var total: Money
    /// How much more would make shipping free; nil if it is free already, and in an order.
    package var untilFreeShipping: Money?

    package init(subtotal: Money, shipping: Money, tax: Money, total: Money, untilFreeShipping: Money?) {
        self.subtotal = subtotal
        self.shipping = shipping
        self.tax = tax
        self.total = total
        self.untilFreeShipping = untilFreeShipping
    }
}

/// `GET /carts/{id}/count`: cheap, asks nobody else.
package struct CartCount: Sendable, Hashable, Codable {
    package var count: Int

    package init(count: Int) {
        self.count = count
    }
}

/// `POST /carts/{id}/lines` adds `quantity` to what is there (at most 99 together);
/// `PUT /carts/{id}/lines/{sku}` sets it. Both accept today's price of that article.
package struct CartChange: Sendable, Codable {
    /// Only with POST.
    package var sku: SKU?
    package var quantity: Quantity

    package init(sku: SKU? = nil, quantity: Quantity) {
        self.sku = sku
        self.quantity = quantity
    }

    private enum CodingKeys: String, CodingKey, CaseIterable { case sku, quantity }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        sku = try container.decodeIfPresent(SKU.self, forKey: .sku)
        quantity = try container.decode(Quantity.self, forKey: .quantity)
    }
}
