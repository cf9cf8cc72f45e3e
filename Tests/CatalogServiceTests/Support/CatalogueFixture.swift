import CatalogAPI
import CatalogService
import Chassis
import FoundationEssentials
import TestSupport
import Vocabulary
import Wire

/// catalog-service over a database of its own, in memory or in a scratch folder, asked straight at its router.
struct CatalogueFixture {
    static let seed = "Sources/CatalogService/Seed/catalogue.json"

    let client: RouterClient
    let folder: ScratchFolder

    private init(_ shop: ShopApplication, _ chassis: Chassis, _ folder: ScratchFolder) {
        client = RouterClient(shop, on: chassis)
        self.folder = folder
    }

    /// In memory, with the sample or another catalogue; with none the shop is empty.
    static func sample(_ catalogue: String? = SampleCatalogue.text) async throws -> CatalogueFixture {
        let folder = try ScratchFolder()
        let chassis = Chassis.test("catalog-service", in: folder)
        let shop = try await buildApplication(chassis, database: Storage.inMemory(), seed: nil)
        let fixture = CatalogueFixture(shop, chassis, folder)
        if let catalogue { _ = try await fixture.bring(catalogue) }
        return fixture
    }

    /// In memory, with the shop's own catalogue.
    static func seeded() async throws -> CatalogueFixture {
        let folder = try ScratchFolder()
        let chassis = Chassis.test("catalog-service", in: folder)
        return CatalogueFixture(
            try await buildApplication(chassis, database: Storage.inMemory(), seed: seed), chassis, folder)
    }

    /// As in production: a file, and the shop's own catalogue.
    static func onDisk(in folder: ScratchFolder? = nil) async throws -> CatalogueFixture {
        let folder = try folder ?? ScratchFolder()
        let chassis = Chassis.test("catalog-service", in: folder)
        return CatalogueFixture(try await buildApplication(chassis), chassis, folder)
    }

    // MARK: Asking

    func list(_ query: String = "") async throws -> ProductList {
        try await client.get("/products?\(query)").decode()
    }

    func search(_ text: String) async throws -> ProductList { try await list("q=\(PercentEncoding.encode(text))") }

    func product(_ id: String) async throws -> Product { try await client.get("/products/\(id)").decode() }

    func stock(of sku: String) async throws -> Int? {
        try await product(String(sku.prefix(6))).variants.first { $0.sku.text == sku }?.stock
    }

    func recommend(_ query: String) async throws -> [ProductSummary] {
        try await client.get("/recommendations?\(query)").decode(ProductList.self).products
    }

    /// What is wrong with a request, by field.
    func complaints(_ target: String) async throws -> [String] {
        let response = try await client.get(target)
        guard response.status.code == 422 else { return ["status \(response.status.code)"] }
        return try response.decode(Problem.self).errors?.map(\.field) ?? []
    }

    // MARK: Changing

    func bring(_ catalogue: String) async throws -> WireResponse {
        try await client.send(.post, "/catalogue/import", json: catalogue)
    }

    /// What an import that is refused says.
    func refusal(of catalogue: String) async throws -> Problem {
        let response = try await bring(catalogue)
        return response.status.code == 422 ? try response.decode() : Problem(response.status)
    }

    func withdraw(_ order: String, _ lines: [(sku: String, quantity: Int)]) async throws -> WireResponse {
        let list = lines.map { "{\"sku\":\"\($0.sku)\",\"quantity\":\($0.quantity)}" }.joined(separator: ",")
        return try await client.send(.put, "/stock-withdrawals/\(order)", json: "{\"lines\":[\(list)]}")
    }

    func quote(_ lines: [(sku: String, quantity: Int)]) async throws -> WireResponse {
        let list = lines.map { "{\"sku\":\"\($0.sku)\",\"quantity\":\($0.quantity)}" }.joined(separator: ",")
        return try await client.send(.post, "/quotes", json: "{\"lines\":[\(list)]}")
    }
}
