/// What all databases of a shop say, at one moment.
package struct ShopBooks: Sendable, Equatable {
    package var orders = OrderBooks()
    package var stock = StockBooks()
    /// Nil where another engine carries the events.
    package var broker: BrokerBooks?
    /// Beside the broker's book.
    package var carriedElsewhere = CarriedElsewhere()
    /// Files that are not sound databases, and what is wrong with them.
    package var damages: [String: String] = [:]
    /// Milliseconds since 1970.
    package var readAt = 0
    /// Whether the shop runs: what is under way makes its way only then.
    package var isRunning = true

    package init() {}

    /// What each service hears, also before it has handled the first of it.
    package static let heard: [String: Set<EventChannel>] = [
        "order-service": [EventChannel(source: "/catalog-service", topic: "stock")],
        "catalog-service": [EventChannel(source: "/order-service", topic: "orders")],
    ]

    /// Events that the engine has taken and that somebody has still to hear. Of another engine than the broker it is
    /// what was said and sent and not handled, which is also what was given up there.
    package var undelivered: Int {
        if let broker { return broker.groups.values.flatMap(\.due.values).reduce(0) { $0 + $1.count } }
        return services.flatMap { due(to: $0.name).values }.reduce(0) { $0 + $1.count }
    }

    /// What was said and sent and a service has not handled of what it hears, by the books of both sides.
    package func due(to consumer: String) -> [EventChannel: SequenceSet] {
        let handled = services.first { $0.name == consumer }?.events.handled ?? [:]
        return Self.heard[consumer, default: []].reduce(into: [:]) { due, channel in
            guard let producer = services.first(where: { "/\($0.name)" == channel.source })?.events else { return }
            due[channel] = SequenceSet(upTo: producer.said[channel.topic, default: 0])
                .subtracting(handled[channel, default: SequenceSet()])
                .subtracting(producer.unsent(of: channel.topic))
        }
    }

    /// The services that keep an outbox and an inbox, by their names.
    var services: [(name: String, events: EventBooks)] {
        [("order-service", orders.events), ("catalog-service", stock.events)]
    }
}
