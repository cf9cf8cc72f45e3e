import Chassis
import GRDB
import OrderService
import TestSupport
import Testing
import Vocabulary

/// Orders that the release before has written, and what it does with those of this one.
@Suite struct SagaAdoptionTests {
    private let database: any DatabaseWriter
    private let folder: ScratchFolder
    private static let cart = String(repeating: "c", count: 22)

    init() throws {
        database = try Storage.inMemory()
        folder = try ScratchFolder()
        try OrderDatabase.migrate(database, upTo: "2: carts expire")
    }

    /// Writes an order as the release before does.
    private func write(_ number: String, _ state: String) throws {
        try database.write { database in
            try database.execute(
                sql: """
                    INSERT INTO orders (number, secret, cart, state, placed_at, settled_at, email, name, store,
                        currency, subtotal, shipping, tax, total)
                    VALUES (?1, ?2, ?2, ?3, 1, iif(?3 = 'pending', NULL, 2), 'a@b.c', 'A', 'fano', 'EUR', 1, 2, 0, 3)
                    """,
                arguments: [number, Self.cart, state])
            try database.execute(
                sql: "INSERT INTO order_lines VALUES (?, 0, 'KT-001-SR', 'Kite', 'Red', 'L', '/p', 1, 1, 1)",
                arguments: [database.lastInsertedRowID])
        }
    }

    private func start() async throws -> RouterClient {
        let chassis = Chassis.test("order-service", in: folder)
        return RouterClient(
            try await OrderService.buildApplication(chassis, database: database, engine: MemoryEngine()), on: chassis)
    }

    private func states() throws -> [String] {
        try database.read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT number || ' ' || orders.state || ' ' || order_sagas.state || ' ' || payments.state
                    FROM orders JOIN order_sagas ON order_sagas.order_id = id JOIN payments ON payments.order_id = id
                    ORDER BY id
                    """)
        }
    }

    private func said() throws -> [String] {
        try database.read {
            try String.fetchAll(
                $0,
                sql: """
                    SELECT subject || ' ' || json_extract(CAST(event AS TEXT), '$.type') FROM outbox ORDER BY position
                    """)
        }
    }

    @Test func ordersOfTheReleaseBeforeAreCarriedOver() async throws {
        try write("UP-2222-2222", "received")
        try write("UP-3333-3333", "rejected")
        try write("UP-4444-4444", "pending")
        for _ in 0..<2 { _ = try await start() }
        #expect(
            try states() == [
                "UP-2222-2222 received confirmed captured", "UP-3333-3333 rejected rejected voided",
                "UP-4444-4444 pending placed awaiting",
            ])
        #expect(try said() == ["UP-4444-4444 shop.order.placed.v1"])
        let parcels = try await database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM parcels") }
        #expect(parcels == 1)
    }

    @Test func whatItTookOutOfNoCartLeavesTheCart() async throws {
        try await database.write {
            try $0.execute(
                sql: """
                    INSERT INTO cart_lines (cart, sku, quantity, agreed_price, currency, added_at)
                    VALUES (?, 'KT-001-SR', 3, 1, 'EUR', 0)
                    """,
                arguments: [Self.cart])
        }
        try write("UP-4444-4444", "pending")
        let orders = try await start()
        #expect(try await orders.get("/carts/\(Self.cart)/count").text == #"{"count":2}"#)
    }

    /// It was rolled back while orders were on their way, and brought them to its own ends.
    @Test func whatTheReleaseBeforeSettledMeanwhileStands() async throws {
        _ = try await start()
        try write("UP-4444-4444", "pending")
        try write("UP-5555-5555", "pending")
        _ = try await start()
        try await database.write {
            try $0.execute(
                sql: """
                    UPDATE orders SET state = 'received', settled_at = 2 WHERE number = 'UP-4444-4444';
                    UPDATE orders SET state = 'rejected', settled_at = 2 WHERE number = 'UP-5555-5555'
                    """)
        }
        _ = try await start()
        #expect(
            try states() == [
                "UP-4444-4444 received confirmed capturing", "UP-5555-5555 rejected rejected voided",
            ])
        #expect(
            try said().suffix(3) == [
                "UP-4444-4444 shop.payment.authorised.v1", "UP-4444-4444 shop.order.confirmed.v1",
                "UP-5555-5555 shop.order.rejected.v1",
            ])
    }
}
