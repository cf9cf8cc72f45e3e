extension CloudEvent {
    /// The first attribute that is not as it must be, and how it must be; nil if all are.
    package var complaint: Problem.FieldError? {
        let isSource = source.hasPrefix("/") && EventText.isName(source.utf8.dropFirst())
        let rules: [(isKept: Bool, field: String, detail: String)] = [
            (isSource, "source", "must be a service's name behind a slash, such as /order-service"),
            (EventText.isType(type), "type", "must be a dotted name with its version, such as shop.order.placed.v1"),
            (EventText.isLine(subject, limit: 200), "subject", "must be 1 to 200 bytes on one line"),
            (EventText.isLine(dataschema, limit: 300), "dataschema", "must be a URI reference"),
            (EventText.isName(topic.utf8), "topic", "must be a name such as orders"),
            (sequence >= 1, "sequence", "must be 1 or more"),
            (EventText.isLine(correlationid, limit: 200), "correlationid", "must be 1 to 200 bytes on one line"),
            (
                causationid.map { EventText.isLine($0, limit: 200) } ?? true, "causationid",
                "must be 1 to 200 bytes on one line"
            ),
            (
                traceparent.map { TraceContext(traceparent: $0) != nil } ?? true, "traceparent",
                "must be as W3C Trace Context has it"
            ),
        ]
        if let broken = rules.first(where: { !$0.isKept }) {
            return Problem.FieldError(field: broken.field, detail: broken.detail)
        }
        return extensions.sorted { $0.key < $1.key }.lazy.compactMap(Self.complaint).first
    }

    private static func complaint(about name: String, _ value: JSONNode) -> Problem.FieldError? {
        guard EventText.isAttribute(name) else {
            return Problem.FieldError(field: name, detail: "is no attribute's name: small letters and digits, 1 to 20")
        }
        switch value {
        case .text, .truth, .whole: return nil
        case .nothing, .fraction, .list, .object:
            return Problem.FieldError(field: name, detail: "must be text, a whole number, true or false")
        }
    }
}
