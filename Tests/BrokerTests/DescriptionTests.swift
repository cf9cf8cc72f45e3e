import Foundation
import TestSupport
import Testing

@Suite struct DescriptionTests {
    /// HEAD goes without saying wherever there is GET.
    @Test func describesEveryRouteAndNoOther() async throws {
        let broker = try await BrokerFixture()
        let document = try await document(of: broker)
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        let methods: Set = ["get", "put", "post", "delete", "patch"]
        let described = paths.flatMap { path, item in item.keys.filter(methods.contains).map { "\($0) \(path)" } }
        let served = broker.routes + ["get /metrics", "get /health/live", "get /health/ready"]
        #expect(Set(described) == Set(served))
    }

    @Test func everyReferenceLeadsSomewhere() async throws {
        let broker = try await BrokerFixture()
        let components = try #require(try await document(of: broker)["components"] as? [String: [String: Any]])
        let text = try await broker.router.get("/openapi.json").text
        let references = text.matches(of: /"#\/components\/([A-Za-z]+)\/([A-Za-z]+)"/)
        #expect(references.count > 50)
        for reference in references {
            #expect(components[String(reference.1)]?[String(reference.2)] != nil, "\(reference.0)")
        }
    }

    private func document(of broker: BrokerFixture) async throws -> [String: Any] {
        let answer = try await broker.router.get("/openapi.json")
        return try JSONSerialization.jsonObject(with: Data(answer.body.readableBytesView)) as? [String: Any] ?? [:]
    }
}
