import GRDB
import OrderAPI
import Vocabulary

/// The statements on `orders`, `order_lines` and `order_keys`, to be run in somebody's transaction.
enum OrderTable {
    static func order(_ database: Database, _ number: OrderNumber) throws -> Order? {
        try orders(database, "WHERE number = ?", [number.text]).first
    }

    static func order(_ database: Database, under key: IdempotencyKey) throws -> KeyedOrder? {
        guard
            let row = try Row.fetchOne(
                database, sql: "SELECT order_id, fingerprint FROM order_keys WHERE key = ?", arguments: [key.text]),
            let order = try orders(database, "WHERE id = ?", [row["order_id"] as Int64]).first
        else { return nil }
        return KeyedOrder(order: order, fingerprint: row["fingerprint"])
    }

    static func pendingOrder(_ database: Database, of cart: CartID) throws -> Order? {
        try orders(database, "WHERE state = 'pending' AND cart = ?", [cart.text]).first
    }

    /// Oldest first.
    static func pendingOrders(_ database: Database, placedBefore time: Int) throws -> [Order] {
        try orders(database, "WHERE state = 'pending' AND placed_at <= ? ORDER BY placed_at LIMIT 100", [time])
    }

    static func cart(_ database: Database, of number: OrderNumber) throws -> CartID? {
        try Row.fetchOne(database, sql: "SELECT cart FROM orders WHERE number = ?", arguments: [number.text])
            .map { try $0.identifier("cart") }
    }

    static func fingerprints(_ database: Database, of number: String) throws -> Set<String> {
        try String.fetchSet(
            database,
            sql: "SELECT fingerprint FROM order_keys JOIN orders ON orders.id = order_id WHERE number = ?",
            arguments: [number])
    }

    // MARK: Rows

    private static func orders(
        _ database: Database, _ condition: String, _ arguments: StatementArguments
    ) throws -> [Order] {
        try Row.fetchAll(database, sql: "SELECT * FROM orders \(condition)", arguments: arguments)
            .map { try order(database, $0) }
    }

    private static func order(_ database: Database, _ row: Row) throws -> Order {
        guard let state = Order.State(rawValue: row["state"]) else { throw UnreadableRow(column: "state") }
        let currency: String = row["currency"]
        return Order(
            number: row["number"], secret: row["secret"], state: state, placedAt: WallClock.text(row["placed_at"]),
            email: row["email"], name: row["name"], fulfilment: try fulfilment(row),
            lines: try lines(database, of: row["id"], currency),
            totals: Totals(
                subtotal: row.money("subtotal", currency), shipping: row.money("shipping", currency),
                tax: row.money("tax", currency), total: row.money("total", currency), untilFreeShipping: nil))
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
            database, sql: "SELECT * FROM order_lines WHERE order_id = ? ORDER BY position", arguments: [order]
        ).map { row in
            Order.Line(
                sku: try row.identifier("sku"), name: row["name"], colourway: row["colourway"], size: row["size"],
                picture: row["picture"], quantity: try row.quantity("quantity"),
                unitPrice: row.money("unit_price", currency), lineTotal: row.money("line_total", currency))
        }
    }
}
