import Vocabulary
import Wire

/// What order-service says of orders. The key is the order's number; none of these names a person.
package enum OrderEvents {
    package static let topic = "orders"

    package static let placed = EventType<OrderPlaced>(
        "shop.order.placed.v1", topic: topic,
        meaning: "An order is written down, and its pieces are wanted.",
        schema: .object(
            .required("order", EventFields.order),
            .required(
                "lines",
                .list(
                    of: .object(
                        .required("sku", .text(meaning: "The number of an article.")),
                        .required("quantity", .whole(from: 1, to: 99))))),
            .required("total", .whole(from: 0, meaning: "What the order costs, in minor units.")),
            .required("currency", EventFields.currency)))

    package static let confirmed = EventType<OrderConfirmed>(
        "shop.order.confirmed.v1", topic: topic,
        meaning: "The pieces are reserved and the payment is authorised: the order will be sent.",
        schema: .object(.required("order", EventFields.order)))

    package static let rejected = EventType<OrderRejected>(
        "shop.order.rejected.v1", topic: topic,
        meaning: "The order came to nothing; whatever was reserved for it is free again.",
        schema: .object(
            .required("order", EventFields.order),
            .required("reason", .choice(Order.Rejection.allCases.map(\.rawValue)))))

    package static let shipped = EventType<OrderShipped>(
        "shop.order.shipped.v1", topic: topic, meaning: "The carrier has the order's parcel.",
        schema: .object(.required("order", EventFields.order), .required("parcel", .text(meaning: "Its number."))))

    package static let delivered = EventType<OrderDelivered>(
        "shop.order.delivered.v1", topic: topic, meaning: "The order's parcel has reached its buyer.",
        schema: .object(.required("order", EventFields.order)))
}

/// Parts of schemas that several events have.
enum EventFields {
    static let order = EventSchema.text(meaning: "The order's number.", pattern: "^UP-[2-9A-Z]{4}-[2-9A-Z]{4}$")
    static let currency = EventSchema.text(meaning: "ISO 4217.", pattern: "^[A-Z]{3}$")
}

package struct OrderPlaced: Sendable, Hashable, Codable {
    package struct Line: Sendable, Hashable, Codable {
        package var sku: SKU
        package var quantity: Quantity

        package init(sku: SKU, quantity: Quantity) {
            self.sku = sku
            self.quantity = quantity
        }
    }

    package var order: String
    package var lines: [Line]
    /// In minor units.
    package var total: Int
    package var currency: String

    package init(order: String, lines: [Line], total: Money) {
        self.order = order
        self.lines = lines
        self.total = total.minorUnits
        currency = total.currency
    }
}

package struct OrderConfirmed: Sendable, Hashable, Codable {
    package var order: String

    package init(order: String) {
        self.order = order
    }
}

package struct OrderRejected: Sendable, Hashable, Codable {
    package var order: String
    package var reason: Order.Rejection

    package init(order: String, reason: Order.Rejection) {
        self.order = order
        self.reason = reason
    }
}

package struct OrderShipped: Sendable, Hashable, Codable {
    package var order: String
    package var parcel: String

    package init(order: String, parcel: String) {
        self.order = order
        self.parcel = parcel
    }
}

package struct OrderDelivered: Sendable, Hashable, Codable {
    package var order: String

    package init(order: String) {
        self.order = order
    }
}
