import CatalogService
import Chassis
import Contracts
import Foundation
import OrderService
import TestSupport
import Testing
import Wire

/// What consumers of the services expect, as they wrote it down themselves, against the real services with the shop's
/// own catalogue.
@Suite struct ConsumerContractTests {
    private static let catalogFiles = [
        "Fragments/Explore", "Fragments/Decide", "Fragments/Checkout", "OrderService",
    ]

    private static func contract(_ consumer: String, _ provider: String) throws -> ConsumerContract {
        try ContractCheck.read("\(ProjectRoot.path)/Sources/\(consumer)/Expectations/\(provider).json")
    }

    @Test(arguments: catalogFiles)
    func theCatalogKeepsItsContracts(consumer: String) async throws {
        let contract = try Self.contract(consumer, "catalog-service")
        #expect(contract.provider == "catalog-service" && !contract.expectations.isEmpty)
        try await Self.withCatalog { address in
            let breaches = await ContractCheck(contract).breaches(at: address, mayChangeData: true)
            #expect(breaches == [])
        }
    }

    @Test func orderServiceKeepsItsContract() async throws {
        let contract = try Self.contract("Fragments/Checkout", "order-service")
        try await Self.withCatalog { catalog in
            let places = FixedDiscovery(["catalog-service": [catalog]])
            let chassis = Chassis.test("order-service", in: try ScratchFolder(), discovery: places)
            let orders = try await OrderService.buildApplication(
                chassis, database: Storage.inMemory(), engine: MemoryEngine())
            try await RunningServer.run(orders, on: chassis) { address in
                let breaches = await ContractCheck(contract).breaches(at: address, mayChangeData: true)
                #expect(breaches == [])
            }
        }
    }

    /// Whoever depends on a service has written down what he expects of it.
    @Test func everyConsumersFileIsFound() throws {
        let root = "\(ProjectRoot.path)/Sources"
        let files = try FileManager.default.subpathsOfDirectory(atPath: root).filter { $0.contains("/Expectations/") }
        let known = Self.catalogFiles.map { "\($0)/Expectations/catalog-service.json" }
        #expect(Set(files) == Set(known + ["Fragments/Checkout/Expectations/order-service.json"]))
        for file in files { _ = try ContractCheck.read("\(root)/\(file)") }
    }

    @Test func aBreachSaysWhoExpectsWhatWhere() async throws {
        try await Self.withCatalog { address in
            let contract = ConsumerContract(
                consumer: "decide-fragments", provider: "catalog-service",
                expectations: [
                    Self.expectation(
                        "/products/KT-001", ["price.amount": .init(.wholeNumber), "name": .init(.wholeNumber)]),
                    Self.expectation("/products/KT-999", [:]),
                ])
            let breaches = await ContractCheck(contract).breaches(at: address, mayChangeData: false)
            try #require(breaches.count == 3)
            #expect(
                breaches[0].hasPrefix(
                    "decide-fragments expects `name` to be a whole number in GET /products/KT-001: it is the text"))
            #expect(
                breaches[1]
                    == "decide-fragments expects `price.amount` to be a whole number in GET /products/KT-001: it is missing"
            )
            #expect(breaches[2] == "decide-fragments expects the status 200 in GET /products/KT-999: it is 404")
        }
    }

    @Test func whatChangesDataIsLeftAloneWhereShoppersAre() async throws {
        var expectation = Self.expectation("/products/KT-999", [:])
        expectation.changesData = true
        let contract = ConsumerContract(consumer: "a", provider: "b", expectations: [expectation])
        let nowhere = Address(host: "127.0.0.1", port: 1)
        #expect(await ContractCheck(contract).breaches(at: nowhere, mayChangeData: false).isEmpty)
        #expect(await ContractCheck(contract).breaches(at: nowhere, mayChangeData: true).count == 1)
    }

    private static func expectation(_ path: String, _ fields: [String: FieldKind]) -> Contracts.Expectation {
        Contracts.Expectation(
            name: path, request: .init(method: "GET", path: path), response: .init(status: 200, fields: fields))
    }

    private static func withCatalog(_ body: @escaping @Sendable (Address) async throws -> Void) async throws {
        let chassis = Chassis.test("catalog-service", in: try ScratchFolder())
        let seed = "Sources/CatalogService/Seed/catalogue.json"
        let catalog = try await CatalogService.buildApplication(chassis, database: Storage.inMemory(), seed: seed)
        try await RunningServer.run(catalog, on: chassis, body)
    }
}
