import GRDB
import Vocabulary

/// The statements on `cart_lines`, to be run in somebody's transaction.
enum CartTable {
    static let lineLimit = 50

    /// In the order in which the articles came into the cart.
    static func lines(_ database: Database, of cart: CartID) throws -> [CartLine] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: "SELECT sku, quantity, agreed_price, currency FROM cart_lines WHERE cart = ? ORDER BY id"),
            arguments: [cart.text]
        ).map { row in
            CartLine(
                sku: try row.identifier("sku"), quantity: try row.quantity("quantity"),
                agreedPrice: row.money("agreed_price", row["currency"]))
        }
    }

    static func count(_ database: Database, of cart: CartID) throws -> Int {
        try Int.fetchOne(
            database.cachedStatement(
                sql: "SELECT coalesce(sum(quantity), 0) FROM cart_lines WHERE cart = ?"), arguments: [cart.text])
            ?? 0
    }

    static func lineCount(_ database: Database, of cart: CartID) throws -> Int {
        try Int.fetchOne(
            database.cachedStatement(
                sql: "SELECT count(*) FROM cart_lines WHERE cart = ?"), arguments: [cart.text]) ?? 0
    }

    static func quantity(_ database: Database, of sku: SKU, in cart: CartID) throws -> Int? {
        try Int.fetchOne(
            database.cachedStatement(
                sql: "SELECT quantity FROM cart_lines WHERE cart = ? AND sku = ?"), arguments: [cart.text, sku.text])
    }

    /// Sets quantity and agreed price of an article, which keeps its place if it has one.
    static func put(_ database: Database, _ line: CartLine, in cart: CartID, at time: Int) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO cart_lines (cart, sku, quantity, agreed_price, currency, added_at, changed_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)
                ON CONFLICT (cart, sku) DO UPDATE SET
                    quantity = excluded.quantity, agreed_price = excluded.agreed_price, currency = excluded.currency,
                    changed_at = excluded.changed_at
                """
        ).execute(arguments: [
            cart.text, line.sku.text, line.quantity.count, line.agreedPrice.minorUnits, line.agreedPrice.currency,
            time,
        ])
    }

    static func empty(_ database: Database, _ cart: CartID) throws {
        try database.cachedStatement(sql: "DELETE FROM cart_lines WHERE cart = ?").execute(arguments: [cart.text])
    }

    static func remove(_ database: Database, _ sku: SKU, from cart: CartID) throws {
        try database.cachedStatement(
            sql: "DELETE FROM cart_lines WHERE cart = ? AND sku = ?"
        ).execute(arguments: [cart.text, sku.text])
    }

    /// Empties carts in which nothing has changed since `time`. One that is being ordered stays until that is settled.
    /// - Returns: how many lines went.
    static func removeUntouched(_ database: Database, since time: Int) throws -> Int {
        try database.cachedStatement(
            sql: """
                DELETE FROM cart_lines WHERE cart IN (
                    SELECT cart FROM cart_lines GROUP BY cart HAVING max(coalesce(changed_at, added_at)) < ?
                    EXCEPT SELECT cart FROM orders WHERE state = 'pending'
                )
                """
        ).execute(arguments: [time])
        return database.changesCount
    }

    /// Takes pieces out of a cart; what its owner added since stays.
    static func takeOut(_ database: Database, _ count: Int, of sku: SKU, from cart: CartID) throws {
        guard let present = try quantity(database, of: sku, in: cart) else { return }
        guard present > count else { return try remove(database, sku, from: cart) }
        try database.cachedStatement(
            sql: "UPDATE cart_lines SET quantity = quantity - ? WHERE cart = ? AND sku = ?"
        ).execute(arguments: [count, cart.text, sku.text])
    }
}
