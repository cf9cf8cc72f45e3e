import GRDB
import OrderAPI
import Vocabulary

/// The statements on `orders`, `order_lines` and `order_keys`, to be run in somebody's transaction.
enum OrderTable {
    static func order(_ database: Database, _ number: OrderNumber) throws -> Order? {
        try orders(database, "WHERE orders.number = ?", [number.text]).first
    }

    static func order(_ database: Database, under key: IdempotencyKey) throws -> KeyedOrder? {
        guard
            let row = try Row.fetchOne(
                database.cachedStatement(
                    sql: "SELECT order_id, fingerprint FROM order_keys WHERE key = ?"), arguments: [key.text]),
            let order = try orders(database, "WHERE id = ?", [row["order_id"] as Int64]).first
        else { return nil }
        return KeyedOrder(order: order, fingerprint: row["fingerprint"])
    }

    static func isTaken(_ database: Database, _ number: OrderNumber) throws -> Bool {
        try Bool.fetchOne(
            database.cachedStatement(
                sql: "SELECT EXISTS (SELECT 1 FROM orders WHERE number = ?)"), arguments: [number.text]) ?? false
    }

    // MARK: Rows

    private static let selection = """
        SELECT id, number, secret, placed_at, email, name, store, street, postal_code, city, currency, subtotal,
            shipping, tax, total, order_sagas.state AS state, reason,
            (SELECT number FROM parcels WHERE order_id = id AND collected_at IS NOT NULL) AS parcel
        FROM orders JOIN order_sagas ON order_id = id
        """

    private static func orders(
        _ database: Database, _ condition: String, _ arguments: StatementArguments
    ) throws -> [Order] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: "\(selection) \(condition)"), arguments: arguments
        )
        .map { try order(database, $0) }
    }

    private static func order(_ database: Database, _ row: Row) throws -> Order {
        let state = try OrderSaga.State(row)
        let currency: String = row["currency"]
        return Order(
            number: row["number"], secret: row["secret"], state: state.word, rejection: state.rejection,
            placedAt: WallClock.text(row["placed_at"]), email: row["email"], name: row["name"],
            fulfilment: try fulfilment(row),
            lines: try lines(database, of: row["id"], currency),
            totals: Totals(
                subtotal: row.money("subtotal", currency), shipping: row.money("shipping", currency),
                tax: row.money("tax", currency), total: row.money("total", currency), untilFreeShipping: nil),
            parcel: row["parcel"], timeline: try SagaTable.timeline(database, of: row["id"]))
    }

    private static func fulfilment(_ row: Row) throws -> Fulfilment {
        if let store: String = row["store"] { return .pickup(store: store) }
        guard let street: String = row["street"], let postalCode: String = row["postal_code"],
            let city: String = row["city"]
        else { throw UnreadableRow(column: "street") }
        return .delivery(PostalAddress(street: street, postalCode: postalCode, city: city))
    }

    private static func lines(_ database: Database, of order: Int64, _ currency: String) throws -> [Order.Line] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: "SELECT * FROM order_lines WHERE order_id = ? ORDER BY position"), arguments: [order]
        ).map { row in
            Order.Line(
                sku: try row.identifier("sku"), name: row["name"], colourway: row["colourway"], size: row["size"],
                picture: row["picture"], quantity: try row.quantity("quantity"),
                unitPrice: row.money("unit_price", currency), lineTotal: row.money("line_total", currency))
        }
    }
}
