import CatalogAPI
import Chassis
import GRDB
import OrderAPI
import Vocabulary
import Wire

/// What order-service says and what it listens to.
package enum OrderServiceEvents {
    package static let catalogue = EventCatalogue(
        service: OrderClient.serviceName,
        publishes: [
            OrderEvents.placed, OrderEvents.confirmed, OrderEvents.rejected, OrderEvents.shipped,
            OrderEvents.delivered, PaymentEvents.authorised, PaymentEvents.declined, PaymentEvents.captured,
            PaymentEvents.voided,
        ],
        consumes: [StockEvents.reserved, StockEvents.refused, StockEvents.released, StockEvents.sold])

    /// What catalog-service's words mean for an order. What payments and orders mean for each other inside of this
    /// service is one transaction, and needs no event.
    static func handlers(_ course: OrderCourse) -> [EventHandler] {
        [
            .on(StockEvents.reserved) { database, said, _ in
                try course.take(database, .stockReserved, of: try number(said.order))
            },
            .on(StockEvents.refused) { database, said, _ in
                try course.take(database, .stockRefused, of: try number(said.order))
            },
            .on(StockEvents.released) { database, said, _ in
                try course.note(database, .stockReleased, of: try number(said.order))
            },
            .on(StockEvents.sold) { _, _, _ in },
        ]
    }

    private static func number(_ text: String) throws -> OrderNumber {
        guard let number = OrderNumber(text) else { throw Problem.invalid("order", "must be \(OrderNumber.shape)") }
        return number
    }
}
