import Hummingbird
import NIOCore
import Wire

/// What a service says and what it listens to: the one place that tells. Its documents are served from here.
package struct EventCatalogue: Sendable {
    package let service: String
    package let publishes: [any EventDeclaration]
    package let consumes: [any EventDeclaration]

    package init(service: String, publishes: [any EventDeclaration] = [], consumes: [any EventDeclaration] = []) {
        self.service = service
        self.publishes = publishes
        self.consumes = consumes
    }

    /// The topics that it listens to, each once, in the order of their names.
    package var topics: [String] { Set(consumes.map(\.topic)).sorted() }

    /// Serves `GET /asyncapi.json`, and `GET /events/NAME.json` with the data's JSON schema for each event that the
    /// service says.
    package func addRoutes(to router: Router<ShopContext>) throws {
        let description = try StrictJSON.encode(AsyncAPIDocument(catalogue: self).node)
        router.get("/asyncapi.json") { _, _ in
            Self.answer(description, "application/vnd.aai.asyncapi+json;version=3.0.0")
        }
        let schemas = try publishes.reduce(into: [String: ByteBuffer]()) { schemas, type in
            schemas["\(type.name).json"] = try StrictJSON.encode(schema(of: type))
        }
        router.get("/events/{schema}") { _, context in
            guard let schema = schemas[try context.parameters.require("schema")] else {
                throw Problem.notFound("\(service) says no such event.")
            }
            return Self.answer(schema, "application/schema+json")
        }
    }

    private static func answer(_ document: ByteBuffer, _ type: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: type, .cacheControl: "no-cache"],
            body: ResponseBody(byteBuffer: document))
    }

    private func schema(of type: any EventDeclaration) -> JSONNode {
        guard case .object(var members) = type.schema.document else { return type.schema.document }
        members["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        members["$id"] = .text(EventNames.schemaPath(of: type.name))
        members["title"] = .text(type.name)
        members["description"] = .text(type.meaning)
        return .object(members)
    }
}
