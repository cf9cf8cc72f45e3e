import Bookkeeping

/// Books of a shop in which everything agrees.
enum SampleBooks {
    static let number = "UP-2222-3333"
    static let now = 1_000_000_000

    /// An order with all that belongs to it in that state.
    static func books(
        _ saga: String = "delivered", reason: String? = nil, payment: String = "captured", bank: String? = "captured",
        reservation: String? = "sold", timeline: [String] = ["placed", "stock-reserved", "confirmed", "shipped", "delivered"]
    ) -> ShopBooks {
        var books = ShopBooks()
        books.readAt = now
        let former = ["placed": "pending", "reserved": "pending", "rejected": "rejected"][saga] ?? "received"
        var order = OrderEntry(
            number: number, cart: "c", formerState: former, total: 3_490, lines: ["KT-001-SR": 2])
        let isAtEnd = saga == "delivered" || saga == "rejected"
        order.saga = .init(saga, reason: reason, deadline: isAtEnd ? nil : now + 1_000)
        order.timeline = timeline.map { .init(at: now - 100, $0) }
        order.payment = .init(payment, amount: 3_490, token: "test-card-accepted")
        order.parcel = parcel(of: saga)
        books.orders.orders = [order]
        books.orders.bank = bank.map { [number: BankEntry($0, amount: 3_490)] } ?? [:]
        if let reservation {
            books.stock.reservations[number] = .init(reservation, ["KT-001-SR": 2])
        }
        let reserved = reservation == "reserved" ? 2 : 0
        let sold = reservation == "sold" || reservation == "withdrawn" ? 2 : 0
        books.stock.pieces["KT-001-SR"] = .init(
            stock: 6 - reserved - sold, reserved: reserved, sold: sold, received: 6)
        books.orders.events = events
        books.stock.events.handled = [EventChannel(source: "/order-service", topic: "orders"): SequenceSet(upTo: 3)]
        books.broker = broker
        return books
    }

    private static func parcel(of saga: String) -> OrderEntry.Parcel? {
        switch saga {
        case "confirmed": .init("PARCEL-1")
        case "shipped": .init("PARCEL-1", collectedAt: now - 50)
        case "delivered": .init("PARCEL-1", collectedAt: now - 50, deliveredAt: now - 20)
        default: nil
        }
    }

    private static var events: EventBooks {
        var events = EventBooks()
        events.said["orders"] = 3
        return events
    }

    private static var broker: BrokerBooks {
        var broker = BrokerBooks()
        broker.received[EventChannel(source: "/order-service", topic: "orders")] = SequenceSet(upTo: 3)
        var group = BrokerBooks.Group()
        group.topics = ["orders"]
        broker.groups["catalog-service"] = group
        return broker
    }
}
