import Vocabulary
import Wire

/// `PATCH /articles/{sku}`: what is to be another from now on. At least one of them is given.
package struct ArticleChange: Sendable, Hashable, Codable {
    /// Its price.
    package var price: Money?
    /// Pieces that can be sold: what is reserved for orders is not among them.
    package var stock: Int?

    package init(price: Money? = nil, stock: Int? = nil) {
        self.price = price
        self.stock = stock
    }

    private enum CodingKeys: String, CodingKey, CaseIterable { case price, stock }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        price = try container.decodeIfPresent(Money.self, forKey: .price)
        stock = try container.decodeIfPresent(Int.self, forKey: .stock)
    }
}

/// An article before and after it was changed.
package struct ChangedArticle: Sendable, Hashable, Codable {
    package struct State: Sendable, Hashable, Codable {
        package var price: Money
        package var stock: Int

        package init(price: Money, stock: Int) {
            self.price = price
            self.stock = stock
        }
    }

    package var sku: SKU
    package var before: State
    package var now: State

    package init(sku: SKU, before: State, now: State) {
        self.sku = sku
        self.before = before
        self.now = now
    }
}
