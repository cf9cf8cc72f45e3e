extension CloudEvent: Codable {
    private struct Key: CodingKey, Hashable {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }

        static let specversion = Key(stringValue: "specversion")
        static let id = Key(stringValue: "id")
        static let source = Key(stringValue: "source")
        static let type = Key(stringValue: "type")
        static let subject = Key(stringValue: "subject")
        static let time = Key(stringValue: "time")
        static let datacontenttype = Key(stringValue: "datacontenttype")
        static let dataschema = Key(stringValue: "dataschema")
        static let topic = Key(stringValue: "topic")
        static let sequence = Key(stringValue: "sequence")
        static let correlationid = Key(stringValue: "correlationid")
        static let causationid = Key(stringValue: "causationid")
        static let traceparent = Key(stringValue: "traceparent")
        static let data = Key(stringValue: "data")

        static let known: Set<Key> = [
            specversion, id, source, type, subject, time, datacontenttype, dataschema, topic, sequence, correlationid,
            causationid, traceparent, data,
        ]
    }

    private static let version = "1.0"
    private static let contentType = "application/json"

    /// Strict: an event that is not wholly as ``CloudEvent`` says is none.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        func fail(_ key: Key, _ detail: String) -> DecodingError {
            .dataCorruptedError(forKey: key, in: container, debugDescription: detail)
        }
        func text(_ key: Key) throws -> String { try container.decode(String.self, forKey: key) }
        guard try text(.specversion) == Self.version else { throw fail(.specversion, "must be \(Self.version)") }
        if let contentType = try container.decodeIfPresent(String.self, forKey: .datacontenttype) {
            guard contentType == Self.contentType else { throw fail(.datacontenttype, "must be \(Self.contentType)") }
        }
        guard let time = EventTime(try text(.time)) else {
            throw fail(.time, "must be a time such as 2026-11-27T09:30:00.000Z")
        }
        guard let sequence = Self.sequence(try text(.sequence)) else {
            throw fail(.sequence, "must be 19 digits, 0000000000000000001 or more")
        }
        guard container.contains(.data) else { throw fail(.data, "is missing") }
        self.init(
            source: try text(.source), type: try text(.type), subject: try text(.subject), time: time,
            dataschema: try text(.dataschema), topic: try text(.topic), sequence: sequence,
            correlationid: try text(.correlationid),
            causationid: try container.decodeIfPresent(String.self, forKey: .causationid),
            traceparent: try container.decodeIfPresent(String.self, forKey: .traceparent),
            data: try container.decode(JSONNode.self, forKey: .data))
        for key in container.allKeys where !Key.known.contains(key) {
            extensions[key.stringValue] = try container.decode(JSONNode.self, forKey: key)
        }
        if let complaint { throw fail(Key(stringValue: complaint.field), complaint.detail) }
        guard try text(.id) == id else { throw fail(.id, "must be \(id): the source, the topic and the sequence") }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(Self.version, forKey: .specversion)
        try container.encode(id, forKey: .id)
        try container.encode(source, forKey: .source)
        try container.encode(type, forKey: .type)
        try container.encode(subject, forKey: .subject)
        try container.encode(time.text, forKey: .time)
        try container.encode(Self.contentType, forKey: .datacontenttype)
        try container.encode(dataschema, forKey: .dataschema)
        try container.encode(topic, forKey: .topic)
        try container.encode(Self.text(sequence), forKey: .sequence)
        try container.encode(correlationid, forKey: .correlationid)
        try container.encodeIfPresent(causationid, forKey: .causationid)
        try container.encodeIfPresent(traceparent, forKey: .traceparent)
        try container.encode(data, forKey: .data)
        for (name, value) in extensions { try container.encode(value, forKey: Key(stringValue: name)) }
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
