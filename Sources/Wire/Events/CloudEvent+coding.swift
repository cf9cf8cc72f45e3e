extension CloudEvent {
    private static let version = "1.0"
    private static let contentType = "application/json"

    private static let known: Set<String> = [
        "specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema", "topic", "sequence",
        "correlationid", "causationid", "traceparent", "data",
    ]

    /// Strict: an event that is not wholly as ``CloudEvent`` says is none.
    /// - Throws: ``Problem/FieldError`` that names the attribute.
    package init(_ node: JSONNode) throws(Problem.FieldError) {
        guard case .object(let members) = node else { throw .init(field: "body", detail: "must be an object") }
        let attributes = Attributes(members: members)
        guard try attributes.text("specversion") == Self.version else {
            throw .init(field: "specversion", detail: "must be \(Self.version)")
        }
        if let contentType = try attributes.optionalText("datacontenttype"), contentType != Self.contentType {
            throw .init(field: "datacontenttype", detail: "must be \(Self.contentType)")
        }
        guard let time = EventTime(try attributes.text("time")) else {
            throw .init(field: "time", detail: "must be a time such as 2026-11-27T09:30:00.000Z")
        }
        guard let sequence = Self.sequence(try attributes.text("sequence")) else {
            throw .init(field: "sequence", detail: "must be 19 digits, 0000000000000000001 or more")
        }
        guard let data = members["data"] else { throw .init(field: "data", detail: "is missing") }
        self.init(
            source: try attributes.text("source"), type: try attributes.text("type"),
            subject: try attributes.text("subject"), time: time, dataschema: try attributes.text("dataschema"),
            topic: try attributes.text("topic"), sequence: sequence,
            correlationid: try attributes.text("correlationid"),
            causationid: try attributes.optionalText("causationid"),
            traceparent: try attributes.optionalText("traceparent"), data: data,
            extensions: members.filter { !Self.known.contains($0.key) })
        if let complaint { throw complaint }
        guard try attributes.text("id") == id else {
            throw .init(field: "id", detail: "must be \(id): the source, the topic and the sequence")
        }
    }

    /// Attributes as they are read, each by its kind.
    private struct Attributes {
        let members: [String: JSONNode]

        func text(_ name: String) throws(Problem.FieldError) -> String {
            switch members[name] {
            case .text(let text): return text
            case nil: throw .init(field: name, detail: "is missing")
            case .nothing: throw .init(field: name, detail: "must be text, not null")
            default: throw .init(field: name, detail: "must be text")
            }
        }

        func optionalText(_ name: String) throws(Problem.FieldError) -> String? {
            guard let node = members[name], node != .nothing else { return nil }
            return try text(name)
        }
    }

    /// The event as it goes over the wire.
    package var node: JSONNode {
        var members = extensions
        members["specversion"] = .text(Self.version)
        members["id"] = .text(id)
        members["source"] = .text(source)
        members["type"] = .text(type)
        members["subject"] = .text(subject)
        members["time"] = .text(time.text)
        members["datacontenttype"] = .text(Self.contentType)
        members["dataschema"] = .text(dataschema)
        members["topic"] = .text(topic)
        members["sequence"] = .text(Self.text(sequence))
        members["correlationid"] = .text(correlationid)
        members["causationid"] = causationid.map(JSONNode.text)
        members["traceparent"] = traceparent.map(JSONNode.text)
        members["data"] = data
        return .object(members)
    }

    // MARK: Sequence

    /// The extension `sequence` is a text whose order is that of its characters (CloudEvents, extensions/sequence.md):
    /// as many digits as the largest number has.
    private static let sequenceDigits = 19

    private static func text(_ sequence: Int64) -> String {
        let digits = String(sequence)
        return String(repeating: "0", count: max(0, sequenceDigits - digits.utf8.count)) + digits
    }

    private static func sequence(_ text: String) -> Int64? {
        guard text.utf8.count == sequenceDigits, text.utf8.allSatisfy(EventText.isDigit), let number = Int64(text),
            number >= 1
        else { return nil }
        return number
    }
}

extension CloudEvent: Codable {
    /// - Throws: `DecodingError` that names the attribute.
    package init(from decoder: any Decoder) throws {
        do {
            self = try CloudEvent(JSONNode(from: decoder))
        } catch let mistake as Problem.FieldError {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath + [AnyKey(stringValue: mistake.field)],
                    debugDescription: mistake.detail))
        }
    }

    package func encode(to encoder: any Encoder) throws { try node.encode(to: encoder) }
}
