import Chassis
import GRDB
import OrderService
import Testing
import Vocabulary

@Suite struct CartExpiryTests {
    private let database: any DatabaseWriter
    private let carts: CartStore
    private let old: CartID
    private let fresh: CartID

    /// Two carts with two lines each.
    init() async throws {
        database = try Storage.inMemory()
        try OrderDatabase.migrate(database)
        carts = CartStore(SharedCommit(database))
        old = try #require(CartID(Token.random()))
        fresh = try #require(CartID(Token.random()))
        for cart in [old, fresh] {
            for sku in ["KT-001-SR", "KT-002-SR"] { _ = try await carts.add(try Self.line(sku), to: cart) }
        }
    }

    private static func line(_ sku: String) throws -> CartLine {
        CartLine(sku: try #require(SKU(sku)), quantity: try #require(Quantity(1)), agreedPrice: .euro(3_490))
    }

    private func ages(_ cart: CartID, sql: String) async throws {
        try await database.write {
            try $0.execute(sql: "UPDATE cart_lines SET \(sql) WHERE cart = ?", arguments: [cart.text])
        }
    }

    private func counts() async throws -> [Int] { [try await carts.count(of: old), try await carts.count(of: fresh)] }

    @Test func aCartThatNobodyTouchesIsForgottenAndOthersAreNot() async throws {
        try await ages(old, sql: "added_at = 0, changed_at = 1")
        try await ages(fresh, sql: "added_at = 0")
        #expect(try await carts.expire(age: CartExpiry.age) == 2)
        #expect(try await counts() == [0, 2])
        #expect(try await carts.expire(age: CartExpiry.age) == 0)
    }

    @Test func oneTouchKeepsTheWholeCart() async throws {
        try await ages(old, sql: "added_at = 0, changed_at = 1")
        _ = try await carts.set(try Self.line("KT-001-SR"), in: old)
        #expect(try await carts.expire(age: CartExpiry.age) == 0)
        #expect(try await counts() == [2, 2])
    }

    @Test func aLineOfAnOlderReleaseCountsFromWhenItWasAdded() async throws {
        try await ages(old, sql: "added_at = 0, changed_at = NULL")
        try await ages(fresh, sql: "changed_at = NULL")
        #expect(try await carts.expire(age: CartExpiry.age) == 2)
        #expect(try await counts() == [0, 2])
    }

    @Test func aCartThatIsBeingOrderedStays() async throws {
        try await ages(old, sql: "added_at = 0, changed_at = 1")
        try await database.write {
            try $0.execute(
                sql: """
                    INSERT INTO orders (number, secret, cart, state, placed_at, email, name, store, currency, subtotal,
                        shipping, tax, total)
                    VALUES ('UP-2222-2222', ?1, ?1, 'pending', 0, 'a@b.c', 'A', 'fano', 'EUR', 1, 2, 0, 3)
                    """,
                arguments: [old.text])
        }
        #expect(try await carts.expire(age: CartExpiry.age) == 0)
        try await database.write { try $0.execute(sql: "UPDATE orders SET state = 'rejected', settled_at = 1") }
        #expect(try await carts.expire(age: CartExpiry.age) == 2)
    }
}
