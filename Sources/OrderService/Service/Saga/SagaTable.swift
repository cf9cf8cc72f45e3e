import Chassis
import GRDB
import OrderAPI
import Vocabulary
import Wire

/// The statements on `order_sagas` and `order_timeline`, to be run in somebody's transaction.
enum SagaTable {
    /// An order as its saga sees it.
    struct Row: Sendable, Hashable {
        var id: Int64
        var number: OrderNumber
        var cart: CartID
        var state: OrderSaga.State
        /// In the clock's milliseconds.
        var placedAt: Int
    }

    /// Nil if there is no such order.
    static func row(_ database: Database, _ number: OrderNumber) throws -> Row? {
        let statement = try database.cachedStatement(
            sql: """
                SELECT id, cart, order_sagas.state, reason, placed_at FROM orders JOIN order_sagas ON order_id = id
                WHERE number = ?
                """)
        return try GRDB.Row.fetchOne(statement, arguments: [number.text]).map { row in
            Row(
                id: row["id"], number: number, cart: try row.identifier("cart"), state: try OrderSaga.State(row),
                placedAt: row["placed_at"])
        }
    }

    /// - Parameter trace: of the request that placed the order.
    static func insert(
        _ database: Database, order: Int64, state: OrderSaga.State, deadline: Int?, trace: TraceContext? = nil
    ) throws {
        try database.cachedStatement(
            sql: "INSERT INTO order_sagas (order_id, state, reason, deadline, trace) VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [order, state.word.rawValue, state.rejection?.rawValue, deadline, trace?.traceparent])
    }

    /// The trace that an event about the order belongs to, unless it follows from another event.
    static func trace(_ database: Database, of number: OrderNumber) throws -> TraceContext? {
        guard Inbox.handling == nil else { return nil }
        return try String.fetchOne(
            database.cachedStatement(
                sql: "SELECT trace FROM order_sagas JOIN orders ON id = order_id WHERE number = ?"),
            arguments: [number.text]
        ).flatMap(TraceContext.init(traceparent:))?.child()
    }

    /// Moves an order, and the word for its state that the release before reads.
    static func move(_ database: Database, _ order: Int64, to state: OrderSaga.State, deadline: Int?, at time: Int)
        throws
    {
        try database.cachedStatement(
            sql: "UPDATE order_sagas SET state = ?, reason = ?, deadline = ? WHERE order_id = ?"
        ).execute(arguments: [state.word.rawValue, state.rejection?.rawValue, deadline, order])
        guard let word = state.wordOfTheReleaseBefore else { return }
        try database.cachedStatement(
            sql: "UPDATE orders SET state = ?, settled_at = ? WHERE id = ? AND state = 'pending'"
        ).execute(arguments: [word, time, order])
    }

    static func postpone(_ database: Database, _ order: Int64, to deadline: Int?) throws {
        try database.cachedStatement(
            sql: "UPDATE order_sagas SET deadline = ? WHERE order_id = ? AND deadline IS NOT NULL"
        ).execute(arguments: [deadline, order])
    }

    // MARK: Deadlines

    /// Nil if the order's state has none.
    static func deadline(_ database: Database, of order: Int64) throws -> Int? {
        try Int.fetchOne(
            database.cachedStatement(sql: "SELECT deadline FROM order_sagas WHERE order_id = ?"), arguments: [order])
    }

    /// Orders whose deadline has passed, the longest first, at most 100.
    static func due(_ database: Database, at time: Int) throws -> [OrderNumber] {
        try GRDB.Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT number FROM order_sagas JOIN orders ON id = order_id
                    WHERE deadline <= ? ORDER BY deadline LIMIT 100
                    """), arguments: [time]
        ).map { try $0.identifier("number") }
    }

    static func isDue(_ database: Database, _ number: OrderNumber, at time: Int) throws -> Bool {
        try Bool.fetchOne(
            database.cachedStatement(
                sql: "SELECT deadline <= ? FROM order_sagas JOIN orders ON id = order_id WHERE number = ?"),
            arguments: [time, number.text]) ?? false
    }

    static func nextDeadline(_ database: Database) throws -> Int? {
        try Int.fetchOne(
            database.cachedStatement(sql: "SELECT min(deadline) FROM order_sagas WHERE deadline IS NOT NULL"))
    }

    // MARK: The timeline

    static func note(_ database: Database, _ what: Order.Happening, of order: Int64, at time: Int) throws {
        // In two statements, because one that reads what it writes makes SQLite copy that into a table of its own.
        let last = try Int.fetchOne(
            database.cachedStatement(sql: "SELECT max(position) FROM order_timeline WHERE order_id = ?"),
            arguments: [order])
        try database.cachedStatement(
            sql: "INSERT INTO order_timeline (order_id, position, at, what) VALUES (?, ?, ?, ?)"
        ).execute(arguments: [order, last.map { $0 + 1 } ?? 0, time, what.rawValue])
    }

    static func timeline(_ database: Database, of order: Int64) throws -> [Order.Moment] {
        try GRDB.Row.fetchAll(
            database.cachedStatement(sql: "SELECT at, what FROM order_timeline WHERE order_id = ? ORDER BY position"),
            arguments: [order]
        ).map { Order.Moment(at: WallClock.text($0[0]), what: Order.Happening(rawValue: $0[1])) }
    }
}

extension OrderSaga.State {
    /// Reads the columns `state` and `reason`.
    init(_ row: Row) throws {
        guard let word = Order.State(rawValue: row["state"]) else { throw UnreadableRow(column: "state") }
        switch word {
        case .placed: self = .placed
        case .reserved: self = .reserved
        case .confirmed: self = .confirmed
        case .shipped: self = .shipped
        case .delivered: self = .delivered
        case .rejected:
            guard let text: String = row["reason"], let reason = Order.Rejection(rawValue: text) else {
                throw UnreadableRow(column: "reason")
            }
            self = .rejected(reason)
        }
    }

    var word: Order.State {
        switch self {
        case .placed: .placed
        case .reserved: .reserved
        case .confirmed: .confirmed
        case .shipped: .shipped
        case .delivered: .delivered
        case .rejected: .rejected
        }
    }

    var rejection: Order.Rejection? {
        guard case .rejected(let reason) = self else { return nil }
        return reason
    }

    /// Nil while an order is what the release before calls pending.
    fileprivate var wordOfTheReleaseBefore: String? {
        switch self {
        case .placed, .reserved: nil
        case .confirmed, .shipped, .delivered: "received"
        case .rejected: "rejected"
        }
    }
}
