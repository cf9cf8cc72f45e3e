import Chassis
import GRDB
import OrderService
import Testing

/// The schema itself refuses what must never be.
@Suite struct OrderDatabaseTests {
    private static let order = """
        INSERT INTO orders (number, secret, cart, state, placed_at, settled_at, email, name, store, currency, subtotal,
            shipping, tax, total)
        """
    private static let secret = String(repeating: "s", count: 22)
    private static let cart = String(repeating: "c", count: 22)

    private func database() throws -> any DatabaseWriter {
        let database = try Storage.inMemory()
        try OrderDatabase.migrate(database)
        try database.write {
            try $0.execute(sql: Self.valid(number: "UP-2222-2222"))
            try $0.execute(
                sql: """
                    INSERT INTO cart_lines (cart, sku, quantity, agreed_price, currency, added_at)
                    VALUES (?, 'KT-001-SR', 1, 1, 'EUR', 0)
                    """,
                arguments: [Self.cart])
        }
        return database
    }

    private static func valid(number: String, cart: String = cart, state: String = "pending") -> String {
        """
        \(order)
        VALUES ('\(number)', '\(secret)', '\(cart)', '\(state)', 0, NULL, 'a@b.c', 'A', 'fano', 'EUR', 1, 2, 0, 3)
        """
    }

    @Test(arguments: [
        valid(number: "UP-2222-2222", cart: "another-cart-000000000"),
        valid(number: "UP-2222-2224", cart: "short"),
        valid(number: "number", cart: "another-cart-000000000"),
        valid(number: "UP-2222-2225", cart: "another-cart-000000000", state: "lost"),
        valid(number: "UP-2222-2226", cart: "another-cart-000000000", state: "received"),
        "UPDATE orders SET total = total + 1",
        "UPDATE orders SET street = 'Windgasse 7'",
        "UPDATE cart_lines SET quantity = 0",
        "UPDATE cart_lines SET quantity = 100",
        "UPDATE cart_lines SET quantity = 'many'",
        "INSERT INTO order_lines VALUES (99, 0, 'KT-001-SR', '', '', '', '', 1, 1, 1)",
        "INSERT INTO order_lines VALUES (1, 0, 'KT-001-SR', '', '', '', '', 2, 100, 100)",
        "INSERT INTO order_keys VALUES ('0123456789abcdef', 99, '\(String(repeating: "0", count: 64))')",
        "UPDATE orders SET state = 'received', settled_at = 1; UPDATE orders SET state = 'rejected'",
        """
        WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 149)
        INSERT INTO cart_lines (cart, sku, quantity, agreed_price, currency, added_at)
        SELECT '\(cart)', 'KT-' || i || '-SR', 1, 1, 'EUR', 0 FROM n
        """,
    ])
    func schemaRefuses(_ sql: String) throws {
        let database = try database()
        let error = #expect(throws: DatabaseError.self) { try database.write { try $0.execute(sql: sql) } }
        #expect(error?.resultCode == .SQLITE_CONSTRAINT)
    }

    @Test func aCartMayHaveSeveralOrdersOnTheirWay() throws {
        let database = try database()
        try database.write { try $0.execute(sql: Self.valid(number: "UP-2222-2223")) }
    }

    @Test(arguments: [
        "INSERT INTO order_sagas (order_id, state) VALUES (1, 'placed')",
        "INSERT INTO order_sagas (order_id, state, deadline) VALUES (99, 'placed', 1)",
        "INSERT INTO order_sagas (order_id, state, deadline) VALUES (1, 'lost', 1)",
        "INSERT INTO order_sagas (order_id, state) VALUES (1, 'rejected')",
        "INSERT INTO order_sagas (order_id, state, deadline) VALUES (1, 'delivered', 1)",
        """
        INSERT INTO order_sagas (order_id, state, deadline) VALUES (1, 'confirmed', 1);
        UPDATE order_sagas SET state = 'rejected', reason = 'cancelled', deadline = NULL
        """,
        """
        INSERT INTO order_sagas (order_id, state, reason) VALUES (1, 'rejected', 'cancelled');
        UPDATE order_sagas SET reason = 'timed-out'
        """,
        "INSERT INTO payments VALUES (1, '4111111111111111', 1, 'EUR', 'awaiting')",
        """
        INSERT INTO payments VALUES (1, 'test-card-accepted', 1, 'EUR', 'captured');
        UPDATE payments SET state = 'voided'
        """,
        """
        INSERT INTO bank_payments VALUES ('UP-2222-2222', 'test-card-accepted', 1, 'EUR', 'captured', 1, 0);
        UPDATE bank_payments SET state = 'voided'
        """,
        "INSERT INTO parcels (order_id, number, collect_at, delivered_at) VALUES (1, 'P', 0, 1)",
    ])
    func schemaRefusesOfTheSaga(_ sql: String) throws {
        let database = try database()
        let error = #expect(throws: DatabaseError.self) { try database.write { try $0.execute(sql: sql) } }
        #expect(error?.resultCode == .SQLITE_CONSTRAINT)
    }
}
