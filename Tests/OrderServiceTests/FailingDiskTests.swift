import GRDB
import OrderAPI
import TestSupport
import Testing
import Vocabulary
import Wire

/// A disk that takes no more, or a file that may not be written: nothing is acknowledged that is not there, and all goes
/// on by itself.
@Suite(.timeLimit(.minutes(3))) struct FailingDiskTests {
    /// Ways in which a file cannot be written, and how they end.
    static let failures = [
        ("PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1000000"),
        ("PRAGMA query_only = 1", "PRAGMA query_only = 0"),
    ]

    private func tell(_ file: any DatabaseWriter, _ sql: String) async throws {
        try await file.writeWithoutTransaction { _ = try Int.fetchOne($0, sql: sql) }
    }

    private func count(_ file: any DatabaseWriter, _ table: String) async throws -> Int {
        try await file.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? -1 }
    }

    @Test(arguments: failures)
    func ordersThatCannotBeWrittenAreRefusedAndNoneIsAcknowledged(_ failure: String, _ mending: String) async throws {
        try await TestShop.run(TestCatalogue((3_490, 500))) { shop in
            var carts: [String] = []
            for _ in 0..<60 { carts.append(try await shop.cart()) }
            try await tell(shop.orderFile, failure)
            var acknowledged: [Order] = []
            var refused: [String] = []
            for cart in carts {
                let answer = try await shop.place(.sample(cart), key: cart)
                guard answer.status != .created else {
                    acknowledged.append(try answer.decode())
                    continue
                }
                #expect(answer.status == .serviceUnavailable && answer.headers[.retryAfter] == "1")
                #expect(try answer.problem.type == "/problems/storage-unavailable")
                refused.append(cart)
            }
            #expect(!refused.isEmpty)
            #expect(try await count(shop.orderFile, "orders") == acknowledged.count)

            try await tell(shop.orderFile, mending)
            let mended = ContinuousClock.now
            for cart in refused {
                let answer = try await shop.place(.sample(cart), key: cart)
                #expect(answer.status == .created)
                acknowledged.append(try answer.decode())
            }
            for order in acknowledged { try await shop.order(order, becomes: .confirmed) }
            #expect(mended.duration(to: .now) < .seconds(5))
            #expect(try await count(shop.orderFile, "orders") == carts.count)
            #expect(try await shop.stock() == 500 - carts.count)
        }
    }

    /// An event whose effect cannot be written waits; it is neither lost nor parked.
    @Test func anOrderWaitsForAStockThatCannotBeWritten() async throws {
        try await TestShop.run { shop in
            let cart = try await shop.cart()
            try await tell(shop.stockFile, "PRAGMA query_only = 1")
            let order: Order = try await shop.place(.sample(cart)).decode()
            try await eventually { shop.engine.log.contains { $0.subject == order.number } }
            #expect(try await shop.order(order).state == .placed)
            try await tell(shop.stockFile, "PRAGMA query_only = 0")
            let mended = ContinuousClock.now
            try await shop.order(order, becomes: .confirmed)
            #expect(mended.duration(to: .now) < .seconds(5))
            #expect(try await shop.stock() == 5)
        }
    }
}
