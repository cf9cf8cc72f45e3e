import CatalogService
import Chassis
import GRDB
import OrderAPI
import OrderService
import TestSupport
import Testing
import Wire

/// What was said comes again when an engine has forgotten what it had delivered, however late that is.
@Suite(.timeLimit(.minutes(1))) struct LateReplayTests {
    private static let month = 30 * 86_400_000

    /// Every row of every table.
    private func contents(_ file: any DatabaseReader) async throws -> [String: [String]] {
        try await file.read { database in
            let tables = try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'")
            return try tables.reduce(into: [:]) { contents, table in
                contents[table] = try Row.fetchAll(database, sql: "SELECT * FROM \"\(table)\"").map { "\($0)" }.sorted()
            }
        }
    }

    private func isAtRest(_ shop: TestShop) async throws -> Bool {
        let work = """
            SELECT (SELECT count(*) FROM outbox)
                + (SELECT count(*) FROM payments WHERE state IN ('requested', 'capturing', 'voiding'))
            """
        let isSaid = try await shop.stockFile.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM outbox") == 0 }
        let isPaid = try await shop.orderFile.read { try Int.fetchOne($0, sql: work) == 0 }
        return isSaid && isPaid && shop.engine.isIdle
    }

    /// Orders that were sold, declined and cancelled; then all their events once more, said thirty days ago.
    @Test func everyEventThatComesAgainAfterThirtyDaysHasNoEffect() async throws {
        try await TestShop.run { shop in
            let sold: Order = try await shop.place(.sample(try await shop.cart(0, 2))).decode()
            try await shop.order(sold, becomes: .confirmed)
            let declined: Order = try await shop.place(.sample(try await shop.cart(1), .declined)).decode()
            try await shop.order(declined, becomes: .rejected)
            try await eventually { try await isAtRest(shop) }
            let before = [try await contents(shop.orderFile), try await contents(shop.stockFile)]

            let said = shop.engine.log
            let engine = MemoryEngine()
            try await engine.publish(
                said.map { event in
                    var event = event
                    event.time = EventTime(milliseconds: event.time.milliseconds - Self.month)
                    return event
                })
            let catalog = Chassis.test("catalog-service", in: shop.folder)
            let orders = Chassis.test("order-service", in: shop.folder)
            let services =
                try await CatalogService.buildApplication(
                    catalog, database: shop.stockFile, seed: nil, engine: engine
                ).services
                + OrderService.buildApplication(orders, database: shop.orderFile, engine: engine, pace: .test).services
            try await BackgroundWork.run(services) {
                for (chassis, topic) in [(catalog, "orders"), (orders, "stock")] {
                    let count = said.count { $0.topic == topic }
                    try #require(count > 0)
                    let line = "shop_events_consumed_total{topic=\"\(topic)\",outcome=\"repeated\"} \(count)\n"
                    try await eventually { await chassis.metrics.text().contains(line) }
                }
            }
            #expect(engine.parked("catalog-service").isEmpty && engine.parked("order-service").isEmpty)
            #expect(engine.log.count == said.count)
            #expect([try await contents(shop.orderFile), try await contents(shop.stockFile)] == before)
        }
    }
}
