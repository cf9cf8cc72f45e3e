import CatalogAPI
import CatalogService
import Chassis
import GRDB
import OrderAPI
import OrderService
import TestSupport
import Testing
import Vocabulary
import Wire

/// Both services over files that outlive them, an engine that outlives them, and lives that end when they are killed.
struct SagaWorld: Sendable {
    /// What must be there in the end.
    struct Ends: Sendable, Equatable, CustomStringConvertible {
        var orders: [String]
        var reservations: [String]
        var payments: [String]
        /// In stock, reserved, sold and ever received.
        var pieces: [Int]
        var piecesInCarts: Int
        var outcomes: [String]
        var parked: Int

        var description: String {
            "\(orders) \(reservations) \(payments) \(pieces) \(piecesInCarts) \(outcomes) parked: \(parked)"
        }
    }

    let engine = MemoryEngine()
    private let folder: ScratchFolder
    private let catalogAddress: Address
    private let pace: SagaPace

    /// With one article of which there are five pieces.
    static func run<Value: Sendable>(
        pace: SagaPace, _ body: @escaping @Sendable (SagaWorld) async throws -> Value
    ) async throws -> Value {
        let folder = try ScratchFolder()
        let chassis = Chassis.test("catalog-service", in: folder)
        let catalog = try await CatalogService.buildApplication(
            chassis, database: Storage.open(folder.path + "/catalog.sqlite"), seed: nil)
        return try await RunningServer.run(catalog, on: chassis) { address in
            let answer = try await WireClient.shared.send(
                WireRequest(
                    method: .post, target: "/catalogue/import", headers: [.contentType: "application/json"],
                    body: .init(string: TestCatalogue((3_490, 5)).document)),
                to: address, deadline: .after(.seconds(30)))
            try #require(answer.status == .ok)
            return try await body(SagaWorld(folder: folder, catalogAddress: address, pace: pace))
        }
    }

    /// Runs both services until `body` ends or they are killed.
    /// - Parameter catalogHears: false for a catalog-service that answers but handles no events yet.
    func live(
        _ kill: KillSwitch, catalogHears: Bool = true,
        _ body: @escaping @Sendable (RouterClient, SagaWorld) async throws -> Void
    ) async throws {
        let engine = KillableEngine(engine: engine, kill: kill)
        let stock = try Storage.open(folder.path + "/catalog.sqlite")
        let book = try Storage.open(folder.path + "/order-service.sqlite")
        let catalog = try await CatalogService.buildApplication(
            .test("catalog-service", in: folder), database: stock, seed: nil, engine: engine)
        let chassis = Chassis.test(
            "order-service", in: folder, discovery: FixedDiscovery([CatalogClient.serviceName: [catalogAddress]]))
        let orders = try await OrderService.buildApplication(
            chassis, database: book, engine: engine, pace: pace, patience: .seconds(30))
        for database in [stock, book] { database.add(transactionObserver: kill, extent: .databaseLifetime) }
        let client = RouterClient(orders, on: chassis)
        try await BackgroundWork.run((catalogHears ? catalog.services : []) + orders.services) {
            do {
                try await body(client, self)
            } catch  where kill.isDead {}
        }
        try stock.close()
        try book.close()
    }

    // MARK: Looking

    /// Whether nothing is under way any more.
    func isAtRest() async throws -> Bool {
        let (book, stock) = (try reader("order-service"), try reader("catalog"))
        let isBookClosed = try await book.read { database in
            try Bool.fetchOne(
                database,
                sql: """
                    SELECT NOT EXISTS (SELECT 1 FROM outbox) AND EXISTS (SELECT 1 FROM orders)
                        AND NOT EXISTS (SELECT 1 FROM order_sagas WHERE deadline IS NOT NULL)
                        AND NOT EXISTS (
                            SELECT 1 FROM payments WHERE state NOT IN ('declined', 'captured', 'voided'))
                    """) ?? false
        }
        let isStockClosed = try await stock.read { database in
            try Bool.fetchOne(
                database,
                sql: """
                    SELECT NOT EXISTS (SELECT 1 FROM outbox) AND EXISTS (SELECT 1 FROM reservation)
                        AND NOT EXISTS (SELECT 1 FROM reservation WHERE state = 'reserved')
                    """) ?? false
        }
        return isBookClosed && isStockClosed && engine.isIdle
    }

    func ends() async throws -> Ends {
        let (book, stock) = (try reader("order-service"), try reader("catalog"))
        let (reservations, pieces): ([String], [Int]) = try await stock.read { database in
            let counts = try Row.fetchOne(database, sql: "SELECT stock, reserved, withdrawn, received FROM variant")
            return (
                try String.fetchAll(database, sql: "SELECT state FROM reservation ORDER BY state"),
                counts.map { row in (0..<4).map { row[$0] as Int } } ?? []
            )
        }
        let outcomes = engine.log.map(\.type).filter { $0.contains(".confirmed") || $0.contains(".rejected") }
        let parked = engine.parked("order-service") + engine.parked("catalog-service")
        return try await book.read { database in
            Ends(
                orders: try String.fetchAll(
                    database, sql: "SELECT trim(state || ' ' || coalesce(reason, '')) FROM order_sagas ORDER BY 1"),
                reservations: reservations,
                payments: try String.fetchAll(
                    database,
                    sql: """
                        SELECT payments.state || '/' || coalesce(bank_payments.state, 'none')
                        FROM payments JOIN orders ON id = order_id LEFT JOIN bank_payments ON order_number = number
                        ORDER BY 1
                        """),
                pieces: pieces,
                piecesInCarts: try Int.fetchOne(database, sql: "SELECT coalesce(sum(quantity), 0) FROM cart_lines")
                    ?? 0,
                outcomes: outcomes.sorted(), parked: parked.count)
        }
    }

    private func reader(_ name: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        return try DatabaseQueue(path: "\(folder.path)/\(name).sqlite", configuration: configuration)
    }
}
