/// What an event's data looks like: the part of JSON Schema (2020-12) that events need.
package indirect enum EventSchema: Sendable, Hashable {
    /// Text; `pattern` is for readers, and is not checked here.
    case text(meaning: String? = nil, pattern: String? = nil)
    case choice([String], meaning: String? = nil)
    case whole(from: Int? = nil, to: Int? = nil, meaning: String? = nil)
    case truth(meaning: String? = nil)
    case list(of: EventSchema, meaning: String? = nil)
    case object([Field], meaning: String? = nil)

    package struct Field: Sendable, Hashable {
        let name: String
        let schema: EventSchema
        let isRequired: Bool

        package static func required(_ name: String, _ schema: EventSchema) -> Field {
            Field(name: name, schema: schema, isRequired: true)
        }

        /// May be missing; what a later release of the same version adds must be such.
        package static func optional(_ name: String, _ schema: EventSchema) -> Field {
            Field(name: name, schema: schema, isRequired: false)
        }
    }

    package static func object(_ fields: Field...) -> EventSchema { .object(fields) }
}

// MARK: As a document

extension EventSchema {
    /// The JSON schema. It leaves objects open, because a later release may say more.
    package var document: JSONNode {
        switch self {
        case .text(let meaning, let pattern):
            Self.document("string", meaning, ["pattern": pattern.map(JSONNode.text)])
        case .choice(let values, let meaning):
            Self.document("string", meaning, ["enum": .list(values.map(JSONNode.text))])
        case .whole(let from, let to, let meaning):
            Self.document(
                "integer", meaning, ["minimum": from.map(JSONNode.whole), "maximum": to.map(JSONNode.whole)])
        case .truth(let meaning):
            Self.document("boolean", meaning, [:])
        case .list(let element, let meaning):
            Self.document("array", meaning, ["items": element.document])
        case .object(let fields, let meaning):
            Self.document(
                "object", meaning,
                [
                    "required": .list(fields.filter(\.isRequired).map { .text($0.name) }),
                    "properties": .object(.init(fields.map { ($0.name, $0.schema.document) }) { $1 }),
                ])
        }
    }

    private static func document(_ type: String, _ meaning: String?, _ members: [String: JSONNode?]) -> JSONNode {
        var members = members.compactMapValues { $0 }
        members["type"] = .text(type)
        members["description"] = meaning.map(JSONNode.text)
        return .object(members)
    }
}

// MARK: Checking

extension EventSchema {
    /// What in `value` is not as this says; none if it is. A field that nothing is said of is a complaint too: its
    /// producer forgot to declare it.
    package func complaints(about value: JSONNode, at path: String = "data") -> [Problem.FieldError] {
        switch (self, value) {
        case (.text, .text), (.truth, .truth): []
        case (.choice(let values, _), .text(let text)) where values.contains(text): []
        case (.whole(let from, let to, _), .whole(let number))
        where (from ?? .min) <= number && number <= (to ?? .max): []
        case (.list(let element, _), .list(let values)):
            values.enumerated().flatMap { element.complaints(about: $1, at: "\(path)[\($0)]") }
        case (.object(let fields, _), .object(let members)): Self.complaints(about: members, fields, at: path)
        default: [Problem.FieldError(field: path, detail: "must be \(words)")]
        }
    }

    private static func complaints(
        about members: [String: JSONNode], _ fields: [Field], at path: String
    ) -> [Problem.FieldError] {
        let declared = fields.flatMap { field -> [Problem.FieldError] in
            let path = "\(path).\(field.name)"
            if let value = members[field.name] { return field.schema.complaints(about: value, at: path) }
            return field.isRequired ? [Problem.FieldError(field: path, detail: "is missing")] : []
        }
        let names = Set(fields.map(\.name))
        return declared
            + members.keys.filter { !names.contains($0) }.sorted().map {
                Problem.FieldError(field: "\(path).\($0)", detail: "is not declared")
            }
    }

    private var words: String {
        switch self {
        case .text: "text"
        case .choice(let values, _): "one of \(values.joined(separator: ", "))"
        case .whole(let from, let to, _):
            "a whole number" + (from.map { " from \($0)" } ?? "") + (to.map { " to \($0)" } ?? "")
        case .truth: "true or false"
        case .list: "a list"
        case .object: "an object"
        }
    }
}
