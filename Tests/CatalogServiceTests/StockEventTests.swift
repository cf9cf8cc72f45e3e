import CatalogAPI
import CatalogService
import Chassis
import GRDB
import OrderAPI
import TestSupport
import Testing
import Vocabulary
import Wire

/// What catalog-service does when it hears of orders, and what it says then.
@Suite struct StockEventTests {
    private let database: any DatabaseWriter
    private let consumer: EventConsumer
    private let client: RouterClient
    private let folder: ScratchFolder

    init() async throws {
        folder = try ScratchFolder()
        database = try Storage.inMemory()
        let chassis = Chassis.test("catalog-service", in: folder)
        client = RouterClient(try await buildApplication(chassis, database: database, seed: nil), on: chassis)
        let answer = try await client.send(.post, "/catalogue/import", json: SampleCatalogue.text)
        try #require(answer.status == .ok)
        consumer = StockWork(database, chassis.logger).consumer(engine: MemoryEngine(), metrics: chassis.metrics)
    }

    // MARK: Saying

    private static let skus = ["KT-001-SG", "KT-003-HB-13"]

    private func hear<Payload: Codable & Sendable>(
        _ type: EventType<Payload>, _ payload: Payload, _ sequence: Int64
    ) async throws -> Verdict {
        let data = try StrictJSON.decode(JSONNode.self, from: StrictJSON.encode(payload))
        return await consumer.handle(
            Delivery(
                event: CloudEvent(
                    source: "/order-service", type: type.name, subject: "UP-2222-2222", topic: "orders",
                    sequence: sequence, correlationid: "UP-2222-2222", data: data),
                attempt: 1))
    }

    private func place(_ quantities: [Int] = [3, 1], _ sequence: Int64 = 1) async throws {
        let lines = try zip(Self.skus, quantities).map { sku, quantity in
            OrderPlaced.Line(sku: try #require(SKU(sku)), quantity: try #require(Quantity(quantity)))
        }
        let placed = OrderPlaced(order: "UP-2222-2222", lines: lines, total: .euro(1))
        #expect(try await hear(OrderEvents.placed, placed, sequence) == .acknowledge)
    }

    private func confirm(_ sequence: Int64 = 2) async throws {
        #expect(
            try await hear(OrderEvents.confirmed, OrderConfirmed(order: "UP-2222-2222"), sequence) == .acknowledge)
    }

    private func reject(_ sequence: Int64 = 3) async throws {
        let rejected = OrderRejected(order: "UP-2222-2222", reason: .cancelled)
        #expect(try await hear(OrderEvents.rejected, rejected, sequence) == .acknowledge)
    }

    // MARK: Looking

    /// In stock, reserved, sold and received of `KT-001-SG`, of which there are 10.
    private func counts() async throws -> [Int] {
        try await database.read { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT stock, reserved, withdrawn, received FROM variant WHERE sku = 'KT-001-SG'")
            return (0..<4).map { row?[$0] ?? -1 }
        }
    }

    private func said() async throws -> [String] {
        try await database.read { database in
            try String.fetchAll(
                database,
                sql:
                    "SELECT json_extract(CAST(event AS TEXT), '$.type') FROM outbox WHERE topic = 'stock' ORDER BY position"
            ).map { $0.replacing("shop.stock.", with: "").replacing(".v1", with: "") }
        }
    }

    // MARK: Claims

    @Test func whatIsDeclaredToBeHeardIsWhatIsHandled() {
        #expect(consumer.kinds == Set(CatalogServiceEvents.catalogue.consumes.map(\.name)))
    }

    @Test func anOrdersPiecesArePutAsideThenSoldEachOnce() async throws {
        for _ in 0..<3 { try await place() }
        #expect(try await counts() == [7, 3, 0, 10])
        for _ in 0..<3 { try await confirm() }
        #expect(try await counts() == [7, 0, 3, 10])
        #expect(try await said() == ["reserved", "sold"])
    }

    /// The same said anew under another number is no other wish.
    @Test func whatIsSaidAgainUnderAnotherNumberHasNoEffectEither() async throws {
        try await place([3, 1], 1)
        try await place([3, 1], 2)
        try await confirm(3)
        try await confirm(4)
        #expect(try await counts() == [7, 0, 3, 10])
    }

    @Test func piecesOfARejectedOrderAreForOthers() async throws {
        try await place()
        try await reject()
        try await reject(4)
        #expect(try await counts() == [10, 0, 0, 10])
        #expect(try await said() == ["reserved", "released"])
    }

    @Test func allPiecesArePutAsideOrNone() async throws {
        try await place([3, 99])
        #expect(try await counts() == [10, 0, 0, 10])
        #expect(try await said() == ["refused"])
        try await place([3, 99], 2)
        try await reject(3)
        #expect(try await said() == ["refused"])
    }

    @Test func aRejectionThatComesFirstForestallsTheReservation() async throws {
        try await reject(1)
        try await place([3, 1], 2)
        #expect(try await counts() == [10, 0, 0, 10])
        #expect(try await said() == ["refused"])
    }

    @Test func soldPiecesStaySold() async throws {
        try await place()
        try await confirm()
        try await reject()
        #expect(try await counts() == [7, 0, 3, 10])
    }

    // MARK: Articles that leave the catalogue

    private func bring(_ catalogue: String) async throws {
        #expect(try await client.send(.post, "/catalogue/import", json: catalogue).status == .ok)
    }

    private static let withoutSkylark = SampleCatalogue.with("KT-001", "KT-009")

    /// An order settles with its own pieces, whether the article is away then or has come back.
    @Test(arguments: [true, false], [true, false])
    func anArticleComesBackWithTheFiguresWithWhichItLeft(isSold: Bool, isSettledAway: Bool) async throws {
        try await place()
        try await bring(Self.withoutSkylark)
        #expect(try await counts() == [-1, -1, -1, -1])
        #expect(try await client.get("/products/KT-001").status == .notFound)
        if !isSettledAway { try await bring(SampleCatalogue.text) }
        if isSold { try await confirm() } else { try await reject() }
        if isSettledAway { try await bring(SampleCatalogue.text) }
        #expect(try await counts() == (isSold ? [7, 0, 3, 10] : [10, 0, 0, 10]))
        // And again, when nothing of it is open.
        try await bring(Self.withoutSkylark)
        try await bring(SampleCatalogue.text)
        #expect(try await counts() == (isSold ? [7, 0, 3, 10] : [10, 0, 0, 10]))
    }

    @Test func anArticleThatComesBackWithAnotherNumberHasThatManyAndWhatOrdersHave() async throws {
        try await place()
        try await bring(Self.withoutSkylark)
        try await bring(SampleCatalogue.with("\"stock\": 10", "\"stock\": 12"))
        #expect(try await counts() == [12, 3, 0, 15])
        try await confirm()
        #expect(try await counts() == [12, 0, 3, 15])
    }

    @Test func nothingOfAnArticleThatIsAwayIsReserved() async throws {
        try await bring(Self.withoutSkylark)
        try await place()
        #expect(try await said() == ["refused"])
    }

    /// What the release before left behind when it removed an article.
    @Test func anArticleThatWasRemovedWithItsFiguresGetsThemFromItsOrders() async throws {
        let former = try Storage.inMemory()
        try CatalogueSchema.migrate(former)
        try await former.write { database in
            try database.execute(
                sql: """
                    DELETE FROM grdb_migrations WHERE identifier = '8 departed articles';
                    DROP TABLE departed_article;
                    INSERT INTO reservation VALUES ('o-1', 'reserved'), ('o-2', 'sold'), ('o-3', 'released');
                    INSERT INTO reservation_line VALUES ('o-1', 0, 'KT-007-SG', 2, NULL),
                        ('o-2', 0, 'KT-007-SG', 3, NULL), ('o-3', 0, 'KT-007-SG', 4, NULL)
                    """)
            let triggers = try String.fetchAll(
                database, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%departed_article%'"
            )
            for trigger in triggers { try database.execute(sql: "DROP TRIGGER \(trigger)") }
        }
        try CatalogueSchema.migrate(former)
        let row = try await former.read { try Row.fetchOne($0, sql: "SELECT * FROM departed_article") }
        #expect(
            row == ["sku": "KT-007-SG", "stock": 0, "imported_stock": 0, "reserved": 2, "withdrawn": 3, "received": 5])
    }

    // MARK: The release before

    private func withdraw(_ quantities: [Int] = [3, 1]) async throws -> Int {
        let lines = zip(Self.skus, quantities).map { #"{"sku": "\#($0)", "quantity": \#($1)}"# }
        return try await client.send(
            .put, "/stock-withdrawals/UP-2222-2222", json: #"{"lines": [\#(lines.joined(separator: ","))]}"#
        ).status.code
    }

    @Test func anOrderWhosePiecesWereTakenAtOnceGoesOnByEvents() async throws {
        #expect(try await withdraw() == 201)
        try await place()
        #expect(try await said() == ["reserved"])
        try await confirm()
        #expect(try await counts() == [7, 0, 3, 10])
        #expect(try await said() == ["reserved", "sold"])
        #expect(try await withdraw() == 200)
    }

    @Test func piecesThatWereTakenAtOnceAreGivenBackToo() async throws {
        #expect(try await withdraw() == 201)
        try await place()
        try await reject()
        #expect(try await counts() == [10, 0, 0, 10])
    }

    @Test func anOrderThatWasRolledBackGetsWhatIsPutAsideForIt() async throws {
        try await place()
        #expect(try await withdraw([3, 2]) == 409)
        #expect(try await withdraw() == 201)
        #expect(try await counts() == [7, 0, 3, 10])
        #expect(try await withdraw() == 200)
        #expect(try await client.get("/stock-withdrawals/UP-2222-2222").decode(StockWithdrawn.self).lines.count == 2)
    }

    /// What the release before does by its own statements.
    @Test func theReleaseBeforeCannotTakeTheSamePiecesTwice() async throws {
        try await place()
        await #expect(throws: DatabaseError.self) {
            try await database.write {
                try $0.execute(sql: "INSERT INTO stock_withdrawal (order_id) VALUES ('UP-2222-2222')")
            }
        }
    }

    // MARK: The schema

    @Test(arguments: [
        "UPDATE variant SET stock = stock - 1", "UPDATE variant SET reserved = reserved + 1",
        "UPDATE variant SET withdrawn = withdrawn + 1", "UPDATE variant SET received = received + 1",
        "UPDATE variant SET reserved = -1, stock = stock + 1",
        "INSERT INTO reservation (order_id, state) VALUES ('UP-2222-2222', 'lost')",
        """
        INSERT INTO reservation (order_id, state) VALUES ('UP-2222-2222', 'sold');
        UPDATE reservation SET state = 'released'
        """,
        "INSERT INTO reservation_line (order_id, position, sku, quantity) VALUES ('nobody', 0, 'KT-001-SG', 1)",
    ])
    func noPieceIsLostOrMadeUp(sql: String) async throws {
        await #expect(throws: DatabaseError.self) { try await database.write { try $0.execute(sql: sql) } }
    }

    @Test func whatAnImportCountsAnewIsReceived() async throws {
        try await place()
        let restocked = SampleCatalogue.with("\"stock\": 10", "\"stock\": 12")
        #expect(try await client.send(.post, "/catalogue/import", json: restocked).status == .ok)
        #expect(try await counts() == [12, 3, 0, 15])
    }
}
