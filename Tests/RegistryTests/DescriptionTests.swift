import Foundation
import Hummingbird
import TestSupport
import Testing

@Suite struct DescriptionTests {
    /// HEAD goes without saying wherever there is GET, and so does Eureka's second version.
    @Test func describesEveryRouteAndNoOther() async throws {
        let registry = try RegistryFixture()
        let paths = try #require(try await registry.json("/openapi.json")["paths"] as? [String: [String: Any]])
        let methods: Set = ["get", "put", "post", "delete", "patch"]
        let described = paths.flatMap { path, item in item.keys.filter(methods.contains).map { "\($0) \(path)" } }
        let served = registry.routes.filter { !$0.contains(" /eureka/v2") }
        #expect(Set(described) == Set(served))
        #expect(described.count == served.count)
    }

    @Test func everyReferenceLeadsSomewhere() async throws {
        let registry = try RegistryFixture()
        let document = try await registry.json("/openapi.json")
        let text = try await registry.send(.get, "/openapi.json").text
        let references = text.matches(of: /"#\/components\/([A-Za-z]+)\/([A-Za-z]+)"/)
        #expect(references.count > 50)
        let components = try #require(document["components"] as? [String: [String: Any]])
        for reference in references {
            #expect(components[String(reference.1)]?[String(reference.2)] != nil, "\(reference.0)")
        }
    }
}
