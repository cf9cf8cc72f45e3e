import Vocabulary
import Wire

/// What catalog-service says of the pieces that orders want. The key is the order's number.
package enum StockEvents {
    package static let topic = "stock"

    package static let reserved = type("reserved", "All pieces of the order are put aside.")
    package static let released = type("released", "The pieces that were put aside are for others again.")
    package static let sold = type("sold", "The pieces that were put aside have left the stock for good.")

    package static let refused = EventType<StockRefused>(
        "shop.stock.refused.v1", topic: topic,
        meaning: "Something is short, so nothing was put aside; that is final for this order.",
        schema: .object(
            .required("order", order),
            .required(
                "shortages",
                .list(
                    of: .object(
                        .required("sku", .text(meaning: "The number of an article.")),
                        .required("wanted", .whole(from: 1, to: 99)),
                        .required("available", .whole(from: 0, to: 98)))))))

    private static let order = EventSchema.text(meaning: "The order's number.")

    private static func type(_ word: String, _ meaning: String) -> EventType<StockChanged> {
        EventType(
            "shop.stock.\(word).v1", topic: topic, meaning: meaning, schema: .object(.required("order", order)))
    }
}

/// What became of an order's pieces: the event's type says it.
package struct StockChanged: Sendable, Hashable, Codable {
    package var order: String

    package init(order: String) {
        self.order = order
    }
}

package struct StockRefused: Sendable, Hashable, Codable {
    package struct Shortage: Sendable, Hashable, Codable {
        package var sku: SKU
        package var wanted: Int
        /// 0 for what is not sold any more, too.
        package var available: Int

        package init(sku: SKU, wanted: Int, available: Int) {
            self.sku = sku
            self.wanted = wanted
            self.available = available
        }
    }

    package var order: String
    /// None if the order was over before it asked.
    package var shortages: [Shortage]

    package init(order: String, shortages: [Shortage]) {
        self.order = order
        self.shortages = shortages
    }
}
