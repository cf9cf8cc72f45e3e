import GRDB
import OrderAPI
import Vocabulary

extension OrderTable {
    /// Writes an order down, with its lines and its key.
    /// - Returns: its row.
    static func insert(
        _ database: Database, _ draft: OrderDraft, number: OrderNumber, secret: String, at time: Int
    ) throws -> Int64 {
        let (details, totals) = (draft.details, draft.totals)
        let address = details.address
        try database.cachedStatement(
            sql: """
                INSERT INTO orders (number, secret, cart, state, placed_at, email, name, store, street, postal_code,
                    city, currency, subtotal, shipping, tax, total)
                VALUES (?, ?, ?, 'pending', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            number.text, secret, details.cart.text, time, details.email, details.name, details.store,
            address?.street, address?.postalCode, address?.city, totals.total.currency, totals.subtotal.minorUnits,
            totals.shipping.minorUnits, totals.tax.minorUnits, totals.total.minorUnits,
        ])
        let id = database.lastInsertedRowID
        for (position, line) in draft.lines.enumerated() { try insert(database, line, at: position, of: id) }
        try insert(database, draft.key, fingerprint: details.fingerprint, of: id)
        return id
    }

    private static func insert(_ database: Database, _ line: Order.Line, at position: Int, of order: Int64) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO order_lines (order_id, position, sku, name, colourway, size, picture, quantity, unit_price,
                    line_total)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            order, position, line.sku.text, line.name, line.colourway, line.size, line.picture, line.quantity.count,
            line.unitPrice.minorUnits, line.lineTotal.minorUnits,
        ])
    }

    private static func insert(
        _ database: Database, _ key: IdempotencyKey, fingerprint: String, of order: Int64
    ) throws {
        try database.cachedStatement(
            sql: "INSERT INTO order_keys (key, order_id, fingerprint) VALUES (?, ?, ?)"
        ).execute(arguments: [key.text, order, fingerprint])
    }

    /// Puts back into the cart what was ordered out of it, except for articles that are in it again.
    /// - Returns: whether anything was put back.
    static func restoreCart(_ database: Database, _ cart: CartID, of order: Int64, at time: Int) throws -> Bool {
        let rows = try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT sku, quantity, unit_price, currency FROM order_lines JOIN orders ON id = order_id
                    WHERE order_id = ? ORDER BY position
                    """), arguments: [order])
        var isChanged = false
        for row in rows {
            let line = CartLine(
                sku: try row.identifier("sku"), quantity: try row.quantity("quantity"),
                agreedPrice: row.money("unit_price", row["currency"]))
            guard try CartTable.quantity(database, of: line.sku, in: cart) == nil,
                try CartTable.lineCount(database, of: cart) < CartTable.lineLimit
            else { continue }
            try CartTable.put(database, line, in: cart, at: time)
            isChanged = true
        }
        return isChanged
    }
}
