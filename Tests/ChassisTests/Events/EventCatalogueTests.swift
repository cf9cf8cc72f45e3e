import Chassis
import TestSupport
import Testing
import Wire

@Suite struct EventCatalogueTests {
    private static let catalogue = EventCatalogue(
        service: "thing-service", publishes: [Thing.happened], consumes: [Thing.noticed])

    private func client() throws -> RouterClient {
        let chassis = Chassis.test("thing-service", in: try ScratchFolder())
        let router = chassis.router()
        try Self.catalogue.addRoutes(to: router)
        return RouterClient(ShopApplication(router: router), on: chassis)
    }

    /// The node that a local reference leads to.
    private func resolve(_ reference: String, in document: JSONNode) -> JSONNode? {
        guard reference.hasPrefix("#/") else { return nil }
        return reference.dropFirst(2).split(separator: "/").reduce(document as JSONNode?) { $0?[String($1)] }
    }

    private func references(in node: JSONNode) -> [String] {
        switch node {
        case .object(let members):
            members.flatMap { name, value -> [String] in
                if name == "$ref", case .text(let reference) = value { return [reference] }
                return references(in: value)
            }
        case .list(let values): values.flatMap(references)
        default: []
        }
    }

    @Test func asyncAPIDocumentIsWellFormed() async throws {
        let answer = try await client().get("/asyncapi.json")
        #expect(answer.headers[.contentType] == "application/vnd.aai.asyncapi+json;version=3.0.0")
        let document = try answer.decode(JSONNode.self)
        #expect(document["asyncapi"] == "3.0.0")
        #expect(document["info"]?["title"] == "thing-service")
        #expect(document["operations"]?["send-things"]?["action"] == "send")
        #expect(document["operations"]?["receive-notices"]?["action"] == "receive")
        #expect(document["channels"]?["things"]?["address"] == "things")
        let references = references(in: document)
        #expect(references.count == 8)
        for reference in references { #expect(resolve(reference, in: document) != nil, "\(reference)") }
    }

    @Test func schemaOfWhatIsSaidIsServedWhereItsEventsPoint() async throws {
        let fixture = try EventFixture()
        let event = try await fixture.append(1)
        let answer = try await client().get(event.dataschema)
        #expect(answer.status == .ok)
        #expect(answer.headers[.contentType] == "application/schema+json")
        let schema = try answer.decode(JSONNode.self)
        #expect(schema["$id"] == .text(event.dataschema))
        #expect(schema["properties"] == ["number": ["type": "integer", "minimum": 0]])
        for other in ["shop.thing.noticed.v1.json", "shop.thing.happened.v1", "nothing.json"] {
            #expect(try await client().get("/events/\(other)").status == .notFound)
        }
    }

    @Test func whatIsReallySentIsAsTheDocumentSays() async throws {
        let fixture = try EventFixture()
        let event = try await fixture.append(1)
        let document = try await client().get("/asyncapi.json").decode(JSONNode.self)
        let envelope = try #require(document["components"]?["messages"]?[event.type]?["payload"])
        let sent = try StrictJSON.decode(JSONNode.self, from: event.json())
        guard case .list(let required) = envelope["required"], case .object(let members) = sent,
            case .object(let properties) = envelope["properties"]
        else {
            Issue.record("the envelope's schema is no object")
            return
        }
        for case .text(let name) in required { #expect(members[name] != nil, "\(name)") }
        for (name, value) in members {
            let property = try #require(properties[name], "\(name)")
            if let constant = property["const"] { #expect(constant == value) }
            if case .text(let pattern) = property["pattern"], case .text(let text) = value {
                #expect(text.firstMatch(of: try Regex(pattern)) != nil, "\(name)")
            }
        }
        #expect(Thing.happened.schema.complaints(about: event.data).isEmpty)
    }
}
