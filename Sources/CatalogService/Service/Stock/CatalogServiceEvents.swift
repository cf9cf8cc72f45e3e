import CatalogAPI
import Chassis
import OrderAPI

/// What catalog-service says and what it listens to.
package enum CatalogServiceEvents {
    package static let catalogue = EventCatalogue(
        service: CatalogClient.serviceName,
        publishes: [
            StockEvents.reserved, StockEvents.refused, StockEvents.released, StockEvents.sold,
            CatalogueEvents.productChanged, CatalogueEvents.priceChanged, CatalogueEvents.stockChanged,
            CatalogueEvents.catalogueChanged,
        ],
        consumes: [OrderEvents.placed, OrderEvents.confirmed, OrderEvents.rejected])

    static func handlers(_ reservations: StockReservations) -> [EventHandler] {
        [
            .on(OrderEvents.placed) { database, said, _ in try reservations.placed(database, said) },
            .on(OrderEvents.confirmed) { database, said, _ in try reservations.confirmed(database, said.order) },
            .on(OrderEvents.rejected) { database, said, _ in try reservations.rejected(database, said.order) },
        ]
    }
}
