import Vocabulary
import Wire

/// What order-service's payment part says. The key is the order's number: there is one payment of each order.
package enum PaymentEvents {
    package static let topic = "payments"

    package static let authorised = type("authorised", "The bank holds the amount ready for the shop.")
    package static let declined = type("declined", "The bank refuses; nothing was charged.")
    package static let captured = type("captured", "The amount is the shop's.")
    package static let voided = type("voided", "The bank holds nothing any more; nothing was charged.")

    private static func type(_ word: String, _ meaning: String) -> EventType<PaymentChanged> {
        EventType(
            "shop.payment.\(word).v1", topic: topic, meaning: meaning,
            schema: .object(
                .required("order", EventFields.order),
                .required("amount", .whole(from: 0, meaning: "In minor units.")),
                .required("currency", EventFields.currency)))
    }
}

/// What became of an order's payment: the event's type says it.
package struct PaymentChanged: Sendable, Hashable, Codable {
    package var order: String
    /// In minor units.
    package var amount: Int
    package var currency: String

    package init(order: String, amount: Money) {
        self.order = order
        self.amount = amount.minorUnits
        currency = amount.currency
    }
}
