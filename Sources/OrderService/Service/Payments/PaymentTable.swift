import GRDB
import OrderAPI
import Vocabulary

/// An order's payment as the shop knows it.
struct Payment: Sendable, Hashable {
    /// The order's row.
    var id: Int64
    var order: OrderNumber
    var token: String
    var amount: Money
    var state: PaymentCourse.State
}

/// The statements on `payments`, to be run in somebody's transaction.
enum PaymentTable {
    static func insert(
        _ database: Database, order: Int64, _ card: TestCard, _ amount: Money, state: PaymentCourse.State = .awaiting
    ) throws {
        try database.cachedStatement(
            sql: "INSERT INTO payments (order_id, token, amount, currency, state) VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [order, card.rawValue, amount.minorUnits, amount.currency, state.rawValue])
    }

    static func payment(_ database: Database, of order: OrderNumber) throws -> Payment? {
        try Row.fetchOne(database.cachedStatement(sql: "\(selection) WHERE number = ?"), arguments: [order.text])
            .map(payment)
    }

    /// Those about which the bank has to be asked, oldest first.
    /// - Parameter id: of the payment behind which they begin; 0 for the first.
    static func open(_ database: Database, after id: Int64, limit: Int) throws -> [Payment] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    \(selection)
                    WHERE order_id > ? AND payments.state IN ('requested', 'capturing', 'voiding')
                    ORDER BY order_id LIMIT ?
                    """),
            arguments: [id, limit]
        ).map(payment)
    }

    static func set(_ database: Database, _ state: PaymentCourse.State, of order: OrderNumber) throws {
        try database.cachedStatement(
            sql: "UPDATE payments SET state = ? WHERE order_id = (SELECT id FROM orders WHERE number = ?)"
        ).execute(arguments: [state.rawValue, order.text])
    }

    private static let selection = """
        SELECT id, number, token, amount, payments.currency AS currency, payments.state AS state
        FROM payments JOIN orders ON id = order_id
        """

    private static func payment(_ row: Row) throws -> Payment {
        guard let state = PaymentCourse.State(rawValue: row["state"]) else { throw UnreadableRow(column: "state") }
        return Payment(
            id: row["id"], order: try row.identifier("number"), token: row["token"],
            amount: row.money("amount", row["currency"]), state: state)
    }
}
