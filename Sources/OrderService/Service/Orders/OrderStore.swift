import GRDB
import OrderAPI
import Vocabulary
import Wire

/// Keeps orders. Each method is one transaction, on disk before it returns.
package struct OrderStore: Sendable {
    private let database: any DatabaseWriter
    private let clock: WallClock
    private let numbers: @Sendable () -> OrderNumber

    package init(_ database: any DatabaseWriter) {
        self.init(database, clock: .system)
    }

    init(
        _ database: any DatabaseWriter, clock: WallClock,
        numbers: @escaping @Sendable () -> OrderNumber = {
            var generator = SystemRandomNumberGenerator()
            return OrderNumber.random(using: &generator)
        }
    ) {
        self.database = database
        self.clock = clock
        self.numbers = numbers
    }

    package func order(_ number: OrderNumber) async throws -> Order? {
        try await database.read { try OrderTable.order($0, number) }
    }

    /// Orders whose end is not known, placed at least `age` ago, oldest first, at most 100.
    package func pendingOrders(age: Duration) async throws -> [Order] {
        let time = clock.now() - age.milliseconds
        return try await database.read { try OrderTable.pendingOrders($0, placedBefore: time) }
    }

    /// A key's order and a cart's lines at one moment: an order empties its cart, so that either of them alone, looked
    /// at after the other, would lie.
    func moment(_ key: IdempotencyKey, _ cart: CartID) async throws -> (earlier: KeyedOrder?, lines: [CartLine]) {
        try await database.read { database in
            (try OrderTable.order(database, under: key), try CartTable.lines(database, of: cart))
        }
    }

    /// Writes an order down as pending, unless its key, its cart or another order of its cart is in the way.
    func open(_ draft: OrderDraft) async throws -> OrderOpening {
        try await database.write { database in
            let cart = draft.details.cart
            if let earlier = try OrderTable.order(database, under: draft.key) { return .earlier(earlier) }
            if let pending = try OrderTable.pendingOrder(database, of: cart) {
                return try join(draft, to: pending, database)
            }
            guard try CartTable.lines(database, of: cart) == draft.cartLines else { return .cartChanged }
            let number = try freeNumber(database)
            try OrderTable.insert(database, draft, number: number, secret: Token.random(), at: clock.now())
            guard let order = try OrderTable.order(database, number) else { throw UnreadableRow(column: "number") }
            return .opened(order)
        }
    }

    /// The same purchase under another key, as after a reload, is the pending order itself.
    private func join(_ draft: OrderDraft, to pending: Order, _ database: Database) throws -> OrderOpening {
        let fingerprint = draft.details.fingerprint
        guard draft.hasSameArticles(as: pending),
            try OrderTable.fingerprints(database, of: pending.number).contains(fingerprint)
        else { return .cartIsBusy(pending) }
        try OrderTable.add(database, draft.key, fingerprint: fingerprint, to: pending.number)
        return .earlier(KeyedOrder(order: pending, fingerprint: fingerprint))
    }

    private func freeNumber(_ database: Database) throws -> OrderNumber {
        var number = numbers()
        while try OrderTable.cart(database, of: number) != nil { number = numbers() }
        return number
    }

    /// Lets an order take the step that follows from `event`, with everything that the step changes here.
    package func advance(_ order: Order, on event: OrderMachine.Event) async throws -> OrderMachine.Step {
        try await database.write { database in
            guard let number = OrderNumber(order.number), let current = try OrderTable.order(database, number),
                let cart = try OrderTable.cart(database, of: number)
            else { throw UnreadableRow(column: "number") }
            let step = OrderMachine.step(current.state, on: event)
            if step.state != current.state {
                try OrderTable.settle(database, number, as: step.state, at: clock.now())
            }
            if step.actions.contains(.releaseKeys) { try OrderTable.releaseKeys(database, of: number) }
            if step.actions.contains(.emptyCart) {
                for line in current.lines {
                    try CartTable.takeOut(database, line.quantity.count, of: line.sku, from: cart)
                }
            }
            return step
        }
    }
}
