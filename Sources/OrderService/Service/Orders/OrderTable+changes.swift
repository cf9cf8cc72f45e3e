import GRDB
import OrderAPI
import Vocabulary

extension OrderTable {
    /// Writes an order down as pending, with its lines and its key.
    static func insert(
        _ database: Database, _ draft: OrderDraft, number: OrderNumber, secret: String, at time: Int
    ) throws {
        let (details, totals) = (draft.details, draft.totals)
        let address = details.address
        try database.execute(
            sql: """
                INSERT INTO orders (number, secret, cart, state, placed_at, email, name, store, street, postal_code,
                    city, currency, subtotal, shipping, tax, total)
                VALUES (?, ?, ?, 'pending', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                number.text, secret, details.cart.text, time, details.email, details.name, details.store,
                address?.street, address?.postalCode, address?.city, totals.total.currency, totals.subtotal.minorUnits,
                totals.shipping.minorUnits, totals.tax.minorUnits, totals.total.minorUnits,
            ])
        let id = database.lastInsertedRowID
        for (position, line) in draft.lines.enumerated() { try insert(database, line, at: position, of: id) }
        try insert(database, draft.key, fingerprint: details.fingerprint, of: id)
    }

    private static func insert(_ database: Database, _ line: Order.Line, at position: Int, of order: Int64) throws {
        try database.execute(
            sql: """
                INSERT INTO order_lines (order_id, position, sku, name, colourway, size, picture, quantity, unit_price,
                    line_total)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                order, position, line.sku.text, line.name, line.colourway, line.size, line.picture, line.quantity.count,
                line.unitPrice.minorUnits, line.lineTotal.minorUnits,
            ])
    }

    /// Lets one more key lead to an order.
    static func add(
        _ database: Database, _ key: IdempotencyKey, fingerprint: String, to number: String
    ) throws {
        guard let id = try Int64.fetchOne(database, sql: "SELECT id FROM orders WHERE number = ?", arguments: [number])
        else { return }
        try insert(database, key, fingerprint: fingerprint, of: id)
    }

    private static func insert(
        _ database: Database, _ key: IdempotencyKey, fingerprint: String, of order: Int64
    ) throws {
        try database.execute(
            sql: "INSERT INTO order_keys (key, order_id, fingerprint) VALUES (?, ?, ?)",
            arguments: [key.text, order, fingerprint])
    }

    static func settle(_ database: Database, _ number: OrderNumber, as state: Order.State, at time: Int) throws {
        try database.execute(
            sql: "UPDATE orders SET state = ?, settled_at = ? WHERE number = ?",
            arguments: [state.rawValue, time, number.text])
    }

    static func releaseKeys(_ database: Database, of number: OrderNumber) throws {
        try database.execute(
            sql: "DELETE FROM order_keys WHERE order_id = (SELECT id FROM orders WHERE number = ?)",
            arguments: [number.text])
    }
}
