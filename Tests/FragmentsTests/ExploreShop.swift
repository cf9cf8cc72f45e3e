import CatalogAPI
import CatalogService
import Chassis
import ExploreFragments
import NIOCore
import TestSupport
import Testing
import Wire

/// Team Explore over the real catalog-service on a port.
struct ExploreShop: Sendable {
    private let explore: RouterClient
    private let folder: ScratchFolder

    private init(_ folder: ScratchFolder, _ places: FixedDiscovery) async throws {
        self.folder = folder
        let chassis = Chassis.test("explore-fragments", in: folder, discovery: places)
        explore = RouterClient(try await ExploreFragments.buildApplication(chassis), on: chassis)
    }

    /// With the catalogue that a new shop begins with.
    static func run(_ body: @escaping @Sendable (ExploreShop) async throws -> Void) async throws {
        try await run(seed: "Sources/CatalogService/Seed/catalogue.json", nil, body)
    }

    /// With a small catalogue.
    static func run(
        with catalogue: KiteCatalogue, _ body: @escaping @Sendable (ExploreShop) async throws -> Void
    ) async throws {
        try await run(seed: nil, catalogue, body)
    }

    /// With nobody to ask.
    static func alone() async throws -> ExploreShop { try await ExploreShop(ScratchFolder(), FixedDiscovery([:])) }

    private static func run(
        seed: String?, _ catalogue: KiteCatalogue?, _ body: @escaping @Sendable (ExploreShop) async throws -> Void
    ) async throws {
        let folder = try ScratchFolder()
        let chassis = Chassis.test("catalog-service", in: folder)
        let catalog = try await CatalogService.buildApplication(chassis, database: Storage.inMemory(), seed: seed)
        try await RunningServer.run(catalog, on: chassis) { address in
            if let catalogue { try await bring(catalogue, to: address) }
            try await body(ExploreShop(folder, FixedDiscovery([CatalogClient.serviceName: [address]])))
        }
    }

    private static func bring(_ catalogue: KiteCatalogue, to address: Address) async throws {
        let request = WireRequest(
            method: .post, target: "/catalogue/import", headers: [.contentType: "application/json"],
            body: ByteBuffer(string: catalogue.text))
        let answer = try await WireClient.shared.send(request, to: address, deadline: .after(.seconds(10)))
        try #require(answer.status == .ok, "\(answer.text)")
    }

    func get(_ target: String) async throws -> WireResponse { try await explore.get(target) }

    /// A fragment by its name and query.
    func fragment(_ target: String) async throws -> WireResponse { try await get("/fragments/\(target)") }
}

extension WireResponse {
    /// The page's title that a primary fragment asks for.
    var shopTitle: String? { headers[.shopTitle].flatMap { PercentEncoding.decode($0) } }

    /// How often `part` stands in the body.
    func count(of part: String) -> Int { text.components(separatedBy: part).count - 1 }
}
