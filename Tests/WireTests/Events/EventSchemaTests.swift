import Testing
import Wire

@Suite struct EventSchemaTests {
    private static let schema = EventSchema.object(
        .required("order", .text(meaning: "The order's number.")),
        .required("lines", .list(of: .object(.required("quantity", .whole(from: 1, to: 99))))),
        .required("gift", .truth()), .optional("reason", .choice(["cancelled", "timed-out"])))

    private static let good: JSONNode = ["order": "UP", "lines": [["quantity": 2]], "gift": false]

    private func fields(_ value: JSONNode) -> [String] { Self.schema.complaints(about: value).map(\.field) }

    private func with(_ name: String, _ value: JSONNode?) -> JSONNode {
        guard case .object(var members) = Self.good else { return .nothing }
        members[name] = value
        return .object(members)
    }

    @Test func whatIsAsItSaysIsWell() {
        #expect(fields(Self.good) == [])
        #expect(fields(with("reason", "cancelled")) == [])
    }

    @Test(
        arguments: [
            ("order", nil, "data.order"), ("order", 7, "data.order"),
            ("lines", [["quantity": 0]], "data.lines[0].quantity"),
            ("lines", [["quantity": 1], ["quantity": 100]], "data.lines[1].quantity"), ("lines", [:], "data.lines"),
            ("lines", [["quantity": .fraction(1.5)]], "data.lines[0].quantity"), ("gift", "yes", "data.gift"),
            ("gift", .nothing, "data.gift"), ("reason", "mood", "data.reason"), ("surprise", 1, "data.surprise"),
        ] as [(String, JSONNode?, String)])
    func whatIsNotIsNamed(_ name: String, _ value: JSONNode?, _ field: String) {
        #expect(fields(with(name, value)) == [field])
    }

    @Test func isWrittenAsJSONSchema() {
        let document = Self.schema.document
        #expect(document["type"] == "object")
        #expect(document["required"] == ["order", "lines", "gift"])
        #expect(document["properties"]?["order"] == ["type": "string", "description": "The order's number."])
        #expect(
            document["properties"]?["lines"]?["items"]?["properties"]?["quantity"]
                == ["type": "integer", "minimum": 1, "maximum": 99])
        #expect(document["properties"]?["gift"] == ["type": "boolean"])
        #expect(document["properties"]?["reason"] == ["type": "string", "enum": ["cancelled", "timed-out"]])
        #expect(document["additionalProperties"] == nil)
    }
}
