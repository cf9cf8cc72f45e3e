import CatalogAPI
import CatalogService
import Chassis
import GRDB
import TestSupport
import Testing
import Vocabulary
import Wire

/// What catalog-service says when the catalogue changes, whoever changes it, and how an article is set by hand.
@Suite struct CatalogueEventTests {
    private let database: any DatabaseWriter
    private let client: RouterClient
    private let folder: ScratchFolder

    init() async throws {
        folder = try ScratchFolder()
        database = try Storage.inMemory()
        let chassis = Chassis.test("catalog-service", in: folder)
        client = RouterClient(
            try await buildApplication(chassis, database: database, seed: nil, engine: MemoryEngine()), on: chassis)
        try await bring(SampleCatalogue.text)
        _ = try await said()
    }

    private func bring(_ catalogue: String) async throws {
        let answer = try await client.send(.post, "/catalogue/import", json: catalogue)
        try #require(answer.status == .ok)
    }

    private func set(_ sku: String, _ json: String) async throws -> WireResponse {
        try await client.send(.patch, "/articles/\(sku)", json: json)
    }

    /// What was said since last time: kind, key, tags.
    private func said() async throws -> [String] {
        try await database.write { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT json_extract(CAST(event AS TEXT), '$.type'), json_extract(CAST(event AS TEXT), '$.subject'),
                        json_extract(CAST(event AS TEXT), '$.data.tags')
                    FROM outbox WHERE topic = 'catalogue' ORDER BY position
                    """)
            try database.execute(sql: "DELETE FROM outbox")
            return rows.map { row in
                let type: String = row[0]
                let (key, tags): (String, String) = (row[1], row[2])
                return "\(type.replacing("shop.", with: "").replacing(".v1", with: "")) \(key) \(tags)"
            }
        }
    }

    private func counts(_ sku: String) async throws -> [Int] {
        try await database.read { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT stock, reserved, withdrawn, received FROM variant WHERE sku = ?",
                arguments: [sku])
            return (0..<4).map { row?[$0] ?? -1 }
        }
    }

    private static let one = #"["product:KT-001"]"#
    private static let listed = #"["product:KT-001","products"]"#

    // MARK: By hand

    @Test func aPriceThatIsSetIsSaidAndShown() async throws {
        let answer = try await set("KT-001-SG", #"{"price":{"minorUnits":12900,"currency":"EUR"}}"#)
        let changed = try answer.decode(ChangedArticle.self)
        #expect(changed.before.price == .euro(3490) && changed.now.price == .euro(12900))
        #expect(try await said() == ["price.changed KT-001-SG \(Self.listed)"])
        let product = try await client.get("/products/KT-001").decode(Product.self)
        #expect(product.variants.first { $0.sku.text == "KT-001-SG" }?.price == .euro(12900))
        _ = try await set("KT-001-SG", #"{"price":{"minorUnits":12900,"currency":"EUR"}}"#)
        #expect(try await said().isEmpty)
    }

    /// Of 10 pieces at first.
    @Test(
        arguments: [
            (9, nil), (6, nil), (5, one), (1, one), (0, listed), (1_000_000, nil),
        ] as [(Int, String?)])
    func aStockIsSaidIfPagesShowAnother(_ stock: Int, _ tags: String?) async throws {
        #expect(try await set("KT-001-SG", #"{"stock":\#(stock)}"#).status == .ok)
        #expect(try await said() == (tags.map { ["stock.changed KT-001-SG \($0)"] } ?? []))
        #expect(try await counts("KT-001-SG") == [stock, 0, 0, stock])
    }

    @Test func whatIsReservedStaysSo() async throws {
        try await database.write { database in
            try database.execute(sql: "UPDATE variant SET stock = 7, reserved = 3 WHERE sku = 'KT-001-SG'")
        }
        #expect(try await set("KT-001-SG", #"{"stock":20}"#).status == .ok)
        #expect(try await counts("KT-001-SG") == [20, 3, 0, 23])
        // The same file again says nothing about the stock.
        try await bring(SampleCatalogue.text)
        #expect(try await counts("KT-001-SG") == [20, 3, 0, 23])
    }

    @Test(arguments: ["KT-999-SG", "KT-001-XX", "nonsense", "%2E%2E"])
    func anArticleThatThereIsNotIsRefused(_ sku: String) async throws {
        let answer = try await set(sku, #"{"stock":1}"#)
        #expect(answer.status == .notFound)
        #expect(try answer.decode(Problem.self).detail?.contains("nothing was changed") == true)
        #expect(try await said().isEmpty)
    }

    @Test(arguments: [
        ("{}", ["price"]), (#"{"stock":-1}"#, ["stock"]), (#"{"stock":1000001}"#, ["stock"]),
        (#"{"price":{"minorUnits":0,"currency":"EUR"}}"#, ["price.minorUnits"]),
        (#"{"price":{"minorUnits":1,"currency":"USD"},"stock":-2}"#, ["price.currency", "stock"]),
        (#"{"colour":"red","stock":1}"#, ["colour"]), (#"{"stock":"1"}"#, ["stock"]),
    ])
    func whatMakesNoSenseIsRefusedByField(_ json: String, _ fields: [String]) async throws {
        let answer = try await set("KT-001-SG", json)
        #expect(answer.status.code == 422)
        #expect(try answer.decode(Problem.self).errors?.map(\.field) == fields)
        #expect(try await counts("KT-001-SG") == [10, 0, 0, 10])
    }

    // MARK: By a file and by orders

    @Test func anImportSaysWhatDiffersAndNothingElse() async throws {
        try await bring(SampleCatalogue.text)
        #expect(try await said().isEmpty)
        try await bring(SampleCatalogue.with("\"price\": 3490", "\"price\": 3590"))
        #expect(try await said() == ["price.changed KT-001-SG \(Self.listed)"])
        try await bring(SampleCatalogue.with("\"name\": \"Skylark\"", "\"name\": \"Peregrine\""))
        let renamed = try await said()
        #expect(renamed.contains("product.changed KT-001 \(Self.listed)"))
        #expect(!renamed.contains { $0.hasPrefix("product.changed KT-003") })
    }

    @Test func anOrderThatTakesTheLastPiecesIsSaid() async throws {
        let lines = #"{"lines":[{"sku":"KT-001-SG","quantity":10}]}"#
        #expect(try await client.send(.put, "/stock-withdrawals/one", json: lines).status == .created)
        #expect(try await said() == ["stock.changed KT-001-SG \(Self.listed)"])
    }
}
