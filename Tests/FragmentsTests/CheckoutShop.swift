import CatalogAPI
import CatalogService
import Chassis
import CheckoutFragments
import DecideFragments
import NIOCore
import OrderAPI
import OrderService
import TestSupport
import Testing
import Wire

/// The teams Decide and Checkout over the real catalog-service and order-service on ports, with a catalogue of its own.
struct CheckoutShop: Sendable {
    let decide: RouterClient
    let checkout: RouterClient
    private let folder: ScratchFolder
    private let places: FixedDiscovery

    static func run(
        _ catalogue: KiteCatalogue = KiteCatalogue(), leveling: LoadLeveling? = nil,
        _ body: @escaping @Sendable (CheckoutShop) async throws -> Void
    ) async throws {
        let folder = try ScratchFolder()
        let chassis = Chassis.test("catalog-service", in: folder)
        let engine = MemoryEngine()
        let catalog = try await CatalogService.buildApplication(
            chassis, database: Storage.inMemory(), seed: nil, engine: engine)
        try await RunningServer.run(catalog, on: chassis) { address in
            let places = FixedDiscovery([CatalogClient.serviceName: [address]])
            try await Self.bring(catalogue, to: address)
            try await runOrders(in: folder, places, engine, leveling, body)
        }
    }

    private static func runOrders(
        in folder: ScratchFolder, _ places: FixedDiscovery, _ engine: MemoryEngine, _ leveling: LoadLeveling?,
        _ body: @escaping @Sendable (CheckoutShop) async throws -> Void
    ) async throws {
        let chassis = Chassis.test("order-service", in: folder, discovery: places)
        let orders = try await OrderService.buildApplication(
            chassis, database: Storage.inMemory(), engine: engine, leveling: leveling)
        try await RunningServer.run(orders, on: chassis) { address in
            try await body(CheckoutShop(folder, places.adding(OrderClient.serviceName, [address])))
        }
    }

    /// With catalog-service only, or with nobody: calls to the missing services fail.
    static func run(
        withoutOrders catalogue: KiteCatalogue, _ body: @escaping @Sendable (CheckoutShop) async throws -> Void
    )
        async throws
    {
        let folder = try ScratchFolder()
        let chassis = Chassis.test("catalog-service", in: folder)
        let catalog = try await CatalogService.buildApplication(chassis, database: Storage.inMemory(), seed: nil)
        try await RunningServer.run(catalog, on: chassis) { address in
            try await Self.bring(catalogue, to: address)
            try await body(CheckoutShop(folder, FixedDiscovery([CatalogClient.serviceName: [address]])))
        }
    }

    static func alone() async throws -> CheckoutShop { try await CheckoutShop(ScratchFolder(), FixedDiscovery([:])) }

    private init(_ folder: ScratchFolder, _ places: FixedDiscovery) async throws {
        self.folder = folder
        self.places = places
        let decideChassis = Chassis.test("decide-fragments", in: folder, discovery: places)
        let checkoutChassis = Chassis.test("checkout-fragments", in: folder, discovery: places)
        decide = RouterClient(try await DecideFragments.buildApplication(decideChassis), on: decideChassis)
        checkout = RouterClient(try await CheckoutFragments.buildApplication(checkoutChassis), on: checkoutChassis)
    }

    /// Brings another catalogue into the running shop.
    func bring(_ catalogue: KiteCatalogue) async throws {
        let address = try #require(places.addresses(of: CatalogClient.serviceName).first)
        try await Self.bring(catalogue, to: address)
    }

    private static func bring(_ catalogue: KiteCatalogue, to address: Address) async throws {
        let request = WireRequest(
            method: .post, target: "/catalogue/import", headers: [.contentType: "application/json"],
            body: ByteBuffer(string: catalogue.text))
        let answer = try await WireClient.shared.send(request, to: address, deadline: .after(.seconds(10)))
        try #require(answer.status == .ok, "\(answer.text)")
    }
}
