import Chassis
import GRDB
import OrderAPI
import Vocabulary
import Wire

/// Keeps orders. Each method is one transaction, on disk before it returns.
package struct OrderStore: Sendable {
    /// A key's order and a cart's lines at one moment.
    struct Moment: Sendable {
        var earlier: KeyedOrder?
        var lines: [CartLine] = []
    }

    /// Orders that are placed at the same time share a commit.
    private let file: SharedCommit
    private let course: OrderCourse
    private let clock: WallClock
    private let numbers: @Sendable () -> OrderNumber

    init(
        _ file: SharedCommit, course: OrderCourse,
        numbers: @escaping @Sendable () -> OrderNumber = {
            var generator = SystemRandomNumberGenerator()
            return OrderNumber.random(using: &generator)
        }
    ) {
        self.file = file
        self.course = course
        clock = course.clock
        self.numbers = numbers
    }

    package func order(_ number: OrderNumber) async throws -> Order? {
        try await file.database.read { try OrderTable.order($0, number) }
    }

    /// A key's order and a cart's lines at one moment: an order empties its cart, so that either of them alone, looked
    /// at after the other, would lie.
    func moment(_ key: IdempotencyKey, _ cart: CartID) async throws -> Moment {
        try await file.database.read { database in
            Moment(
                earlier: try OrderTable.order(database, under: key), lines: try CartTable.lines(database, of: cart))
        }
    }

    /// Writes an order down and takes it out of its cart, unless its key or its cart is in the way. Then its pieces are
    /// asked for, by an event of the same transaction.
    /// - Parameter trace: the trace of the request.
    func open(_ draft: OrderDraft, trace: TraceContext?) async throws -> OrderOpening {
        try await file.write { database in
            let cart = draft.details.cart
            if let earlier = try OrderTable.order(database, under: draft.key) { return .earlier(earlier) }
            guard try CartTable.lines(database, of: cart) == draft.cartLines else { return .cartChanged }
            let number = try freeNumber(database)
            let now = clock.now()
            let order = draft.order(number, secret: Token.random(), at: now)
            let id = try OrderTable.insert(database, draft, number: number, secret: order.secret, at: now)
            try CartTable.empty(database, cart)
            try course.begin(database, order, id: id, card: draft.details.card, at: now, trace: trace)
            return .opened(order)
        }
    }

    private func freeNumber(_ database: Database) throws -> OrderNumber {
        var number = numbers()
        while try OrderTable.isTaken(database, number) { number = numbers() }
        return number
    }

    /// Calls an order off for its buyer.
    /// - Returns: the order, and whether it is called off now, be it just now or before.
    func cancel(_ number: OrderNumber) async throws -> (order: Order?, isCancelled: Bool) {
        try await file.write { database in
            let step = try course.take(database, .cancelled, of: number)
            let order = try OrderTable.order(database, number)
            return (order, step != .isRefused)
        }
    }
}
