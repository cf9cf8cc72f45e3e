import Chassis
import Foundation
import Hummingbird
import OrderService
import TestSupport
import Testing
import Wire

@Suite struct OpenAPITests {
    private struct Document: Decodable {
        var openapi: String
        var paths: [String: [String: Ignored]]

        struct Ignored: Decodable {}
    }

    /// HEAD goes without saying wherever there is GET.
    @Test func describesEveryRouteAndNoOther() async throws {
        let chassis = Chassis.test("order-service", in: try ScratchFolder())
        let shop = try await OrderService.buildApplication(
            chassis, database: Storage.inMemory(), engine: MemoryEngine())
        let answer = try await RouterClient(shop, on: chassis).get("/openapi.json")
        let document: Document = try answer.decode()
        #expect(document.openapi.hasPrefix("3.1"))
        let methods: Set = ["get", "put", "post", "delete", "patch", "head"]
        let described = document.paths.flatMap { path, item in
            item.keys.filter(methods.contains).map { "\($0) \(path)" }
        }
        let served = shop.router.routes.filter { $0.method != .head }.map {
            "\($0.method.rawValue.lowercased()) \($0.path)"
        }
        #expect(Set(described) == Set(served))
        #expect(described.count == served.count)
    }

    @Test func answersCarryATagAndAreRevalidated() async throws {
        let chassis = Chassis.test("order-service", in: try ScratchFolder())
        let client = RouterClient(
            try await OrderService.buildApplication(chassis, database: Storage.inMemory(), engine: MemoryEngine()),
            on: chassis)
        let tag = try #require(try await client.get("/openapi.json").headers[.eTag])
        #expect(try await client.get("/openapi.json", headers: [.ifNoneMatch: tag]).status == .notModified)
    }
}
