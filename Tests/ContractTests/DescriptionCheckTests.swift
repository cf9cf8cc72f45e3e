import Contracts
import Foundation
import TestSupport
import Testing
import Wire

/// What consumers expect beside what providers say of themselves.
@Suite struct DescriptionCheckTests {
    private static let document = """
        {"paths": {
          "/winds/{place}": {"get": {"responses": {
            "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Wind"}}}},
            "204": {"description": "Calm."},
            "404": {"$ref": "#/components/responses/Problem"}}}},
          "/winds/strongest": {"get": {"responses": {"200": {"content": {"text/plain": {}}}}}},
          "/calms": {"get": {"responses": {"default": {"content": {"application/json": {}}}}}}},
        "components": {
          "schemas": {
            "Wind": {"type": "object", "required": ["speed", "place", "gusts", "named", "sky", "unit"], "properties": {
              "speed": {"type": "integer"}, "pressure": {"type": "number"}, "unit": {"enum": ["kn", "m/s"]},
              "place": {"$ref": "#/components/schemas/Place"}, "loop": {"$ref": "#/components/schemas/Loop"},
              "gusts": {"type": "array", "items": {"type": "object", "required": ["at"],
                "properties": {"at": {"type": "string"}}}},
              "named": {"type": "object", "additionalProperties": {"type": "boolean"}},
              "sky": {"oneOf": [{"$ref": "#/components/schemas/Place"}, {"type": "object", "required": ["cloud"],
                "properties": {"cloud": {"type": "string"}}}]}}},
            "Place": {"type": "object", "required": ["name", "height"],
              "properties": {"name": {"type": "string"}, "height": {"type": ["number", "null"]}}},
            "Loop": {"$ref": "#/components/schemas/Loop"}},
          "responses": {"Problem": {"content": {"application/problem+json": {"schema": {"type": "object",
            "required": ["title"], "properties": {"title": {"type": "string"}}}}}}}}}
        """

    private static func breaches(_ path: String, _ status: Int, _ fields: [String: String]) throws -> [String] {
        let kinds = try JSONDecoder().decode([String: FieldKind].self, from: JSONEncoder().encode(fields))
        let expectation = Contracts.Expectation(
            name: "the wind", request: .init(method: "GET", path: path), response: .init(status: status, fields: kinds))
        let contract = ConsumerContract(consumer: "kites", provider: "winds", expectations: [expectation])
        let document = try JSONDecoder().decode(JSONNode.self, from: Data(document.utf8))
        return DescriptionCheck(contract, with: "winds 1-a").breaches(in: ServiceDescription(document))
    }

    @Test(arguments: [
        ("speed", "whole number"), ("speed", "number"), ("pressure", "number?"), ("gale", "text?"), ("unit", "text"),
        ("place", "object"), ("place.name", "text"), ("place.height", "number?"), ("gusts", "filled list"),
        ("gusts[].at", "text"), ("named.mistral", "yes or no"), ("sky.cloud", "text"), ("loop", "text?"),
    ])
    func whatIsPromisedIsFound(field: String, kind: String) throws {
        #expect(try Self.breaches("/winds/here?unit=kn", 200, [field: kind]) == [])
    }

    @Test(arguments: [
        ("gale", "text", "text: it is missing"), ("pressure", "number", "a number: it may be missing"),
        ("speed", "text", "text: it is a whole number"),
        ("pressure", "whole number?", "a whole number: it is a number"),
        ("place.height", "number", "a number: it may be null"),
        ("speed.unit", "text", "text: it is in a whole number, which is no object"),
        ("place[].name", "text", "text: it is in an object, which is no list"),
        ("gusts[].speed", "number", "a number: it is missing"),
        ("named.mistral", "text", "text: it is true or false"), ("sky.sun", "text", "text: it is missing"),
    ])
    func whatIsNotPromisedIsNamed(field: String, kind: String, found: String) throws {
        let call = "in GET /winds/here of winds 1-a"
        let (wanted, answer) = (found.prefix { $0 != ":" }, found.drop { $0 != ":" })
        let sentence = "kites expects `\(field)` to be \(wanted) \(call)\(answer)"
        #expect(try Self.breaches("/winds/here", 200, [field: kind]) == [sentence])
    }

    @Test(
        arguments: [
            ("/winds/here", 404, ["title": "text"], nil), ("/winds/here", 204, [:], nil), ("/calms", 200, [:], nil),
            ("/calms", 500, ["title": "text"], nil),
            ("/gales", 200, [:], "an answer in GET /gales of winds 1-a: there is none"),
            ("/winds/here", 201, [:], "the status 201 in GET /winds/here of winds 1-a: there is none such"),
            ("/winds/strongest", 200, [:], nil),
            (
                "/winds/strongest", 200, ["speed": "number"],
                "JSON in GET /winds/strongest of winds 1-a: the answer is none"
            ),
        ] as [(String, Int, [String: String], String?)])
    func callsAreLookedUp(path: String, status: Int, fields: [String: String], breach: String?) throws {
        #expect(try Self.breaches(path, status, fields) == (breach.map { ["kites expects \($0)"] } ?? []))
    }

    /// Otherwise a consumer could not be deployed, though the provider gives it all that it needs.
    @Test func whatTheShopsConsumersExpectIsPromised() throws {
        let root = "\(ProjectRoot.path)/Sources"
        let files = try FileManager.default.subpathsOfDirectory(atPath: root).filter { $0.contains("/Expectations/") }
        #expect(files.count >= 5)
        for file in files {
            let contract = try ContractCheck.read("\(root)/\(file)")
            let folder = contract.provider == "catalog-service" ? "CatalogService" : "OrderService"
            let description = try ServiceDescription.read("\(root)/\(folder)/openapi.json")
            #expect(DescriptionCheck(contract, with: contract.provider).breaches(in: description) == [])
        }
    }
}
