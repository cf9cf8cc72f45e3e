/// What all databases of a shop say, at one moment.
package struct ShopBooks: Sendable, Equatable {
    package var orders = OrderBooks()
    package var stock = StockBooks()
    /// Nil where another engine carries the events.
    package var broker: BrokerBooks?
    /// Files that are not sound databases, and what is wrong with them.
    package var damages: [String: String] = [:]
    /// Milliseconds since 1970.
    package var readAt = 0
    /// Whether the shop runs: what is under way makes its way only then.
    package var isRunning = true

    package init() {}

    /// The services that keep an outbox and an inbox, by their names.
    var services: [(name: String, events: EventBooks)] {
        [("order-service", orders.events), ("catalog-service", stock.events)]
    }
}
