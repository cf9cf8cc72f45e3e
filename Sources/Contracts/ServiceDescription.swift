import FoundationEssentials
import Wire

/// What a service says of its answers, as its OpenAPI document has it (version 3.1): pure. What the document leaves
/// open is taken to be as somebody expects it.
package struct ServiceDescription: Sendable {
    private let document: JSONNode
    /// References that lead to one another are followed so far.
    private static let longestChain = 20

    package init(_ document: JSONNode) {
        self.document = document
    }

    /// Reads a document's file.
    /// - Throws: the error of reading or decoding it.
    package static func read(_ path: String) throws -> ServiceDescription {
        ServiceDescription(try JSONDecoder().decode(JSONNode.self, from: Data(contentsOf: URL(filePath: path))))
    }

    // MARK: Answers

    enum Answer {
        case none
        case otherStatus
        /// Nil if it is not JSON.
        case described(schema: JSONNode?)
    }

    func answer(to request: Expectation.Request, status: Int) -> Answer {
        guard let responses = operation(request)?["responses"] else { return .none }
        guard let response = responses[String(status)] ?? responses["default"] else { return .otherStatus }
        guard case .object(let content) = resolved(response)["content"] else { return .described(schema: nil) }
        let json = content.first { $0.key == "application/json" || $0.key.hasSuffix("+json") }
        return .described(schema: json.map { $0.value["schema"] ?? [:] })
    }

    /// A path without parameters comes before those that have one in its place.
    private func operation(_ request: Expectation.Request) -> JSONNode? {
        guard case .object(let paths) = document["paths"] else { return nil }
        let wanted = request.path.prefix { $0 != "?" }.split(separator: "/", omittingEmptySubsequences: false)
        let fitting = paths.filter { template, _ in
            let parts = template.split(separator: "/", omittingEmptySubsequences: false)
            return parts.count == wanted.count
                && zip(parts, wanted).allSatisfy { part, word in
                    part == word || part.hasPrefix("{") && !word.isEmpty
                }
        }
        let closest = fitting.min { a, b in
            a.key.count { $0 == "{" } < b.key.count { $0 == "{" }
        }
        return closest.flatMap { resolved($0.value)[request.method.lowercased()] }
    }

    // MARK: Fields

    /// The fields that are not promised to be so, as ``FieldCheck`` has them.
    func faults(in schema: JSONNode, fields: [String: FieldKind]) -> [FieldCheck.Fault] {
        fields.sorted { $0.key < $1.key }.compactMap { path, kind in
            found(schema, FieldCheck.steps(of: path)[...], kind).map {
                FieldCheck.Fault(path: path, kind: kind, found: $0)
            }
        }
    }

    /// What is promised instead; nil if all is well.
    private func found(_ schema: JSONNode, _ steps: ArraySlice<FieldCheck.Step>, _ kind: FieldKind) -> String? {
        let schema = resolved(schema)
        for combination in ["oneOf", "anyOf", "allOf"] {
            guard case .list(let parts) = schema[combination], !parts.isEmpty else { continue }
            // Which of them it is depends on the answer: one that has it will do.
            let found = parts.map { self.found($0, steps, kind) }
            return found.contains(nil) ? nil : found.first ?? nil
        }
        let types = self.types(of: schema)
        if types.contains("null"), !kind.mayBeMissing { return "may be null" }
        let others = types.filter { $0 != "null" }
        switch steps.first {
        case nil:
            return others.first { !kind.accepts(type: $0) }.map { "is \(Self.words(of: $0))" }
        case .member(let name):
            if let type = others.first(where: { $0 != "object" }) {
                return "is in \(Self.words(of: type)), which is no object"
            }
            return found(name, of: schema, steps.dropFirst(), kind)
        case .elements:
            if let type = others.first(where: { $0 != "array" }) {
                return "is in \(Self.words(of: type)), which is no list"
            }
            return schema["items"].flatMap { found($0, steps.dropFirst(), kind) }
        }
    }

    private func found(
        _ name: String, of schema: JSONNode, _ steps: ArraySlice<FieldCheck.Step>, _ kind: FieldKind
    ) -> String? {
        if let member = schema["properties"]?[name] {
            return kind.mayBeMissing || isAlwaysThere(name, in: schema) ? found(member, steps, kind) : "may be missing"
        }
        if let others = schema["additionalProperties"], case .object = others { return found(others, steps, kind) }
        // An object of which nothing is said may have it.
        return schema["properties"] == nil || kind.mayBeMissing ? nil : "is missing"
    }

    private func isAlwaysThere(_ name: String, in schema: JSONNode) -> Bool {
        guard case .list(let required) = schema["required"] else { return false }
        return required.contains(.text(name))
    }

    private func types(of schema: JSONNode) -> [String] {
        switch schema["type"] {
        case .text(let type): [type]
        case .list(let types): types.compactMap { if case .text(let type) = $0 { type } else { nil } }
        default: []
        }
    }

    /// Follows references within the document; one that leads nowhere says nothing.
    private func resolved(_ node: JSONNode) -> JSONNode {
        var node = node
        for _ in 0..<Self.longestChain {
            guard case .text(let reference) = node["$ref"] else { return node }
            node = reference.split(separator: "/").dropFirst().reduce(document) { $0[String($1)] ?? [:] }
        }
        return [:]
    }

    /// A type of JSON Schema, as a message says it.
    private static func words(of type: String) -> String {
        switch type {
        case "string": "text"
        case "integer": "a whole number"
        case "number": "a number"
        case "boolean": "true or false"
        case "object": "an object"
        case "array": "a list"
        default: type
        }
    }
}

extension FieldKind {
    /// Whether what is of this type in JSON Schema may be it.
    fileprivate func accepts(type: String) -> Bool {
        switch kind {
        case .text: type == "string"
        case .wholeNumber: type == "integer"
        case .number: type == "integer" || type == "number"
        case .yesOrNo: type == "boolean"
        case .object: type == "object"
        case .list, .filledList: type == "array"
        }
    }
}
