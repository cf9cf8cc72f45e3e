extension CloudEvent {
    /// The JSON schema of an envelope around such data.
    package static func schema(of type: String, data: JSONNode) -> JSONNode {
        func text(_ description: String, _ pattern: String? = nil) -> JSONNode {
            var members: [String: JSONNode] = ["type": "string", "description": .text(description)]
            members["pattern"] = pattern.map(JSONNode.text)
            return .object(members)
        }
        return [
            "type": "object",
            "required": [
                "specversion", "id", "source", "type", "subject", "time", "dataschema", "topic", "sequence",
                "correlationid", "data",
            ],
            "properties": [
                "specversion": ["const": "1.0"],
                "id": text("Unique for ever: source, topic and sequence, e.g. order-service/orders/17."),
                "source": text("The service that says it.", "^/[a-z][a-z0-9-]*$"),
                "type": ["const": .text(type)],
                "subject": text("The key: what it happened to. Events of one topic and subject stay in order."),
                "time": ["type": "string", "format": "date-time"],
                "datacontenttype": ["const": "application/json"],
                "dataschema": ["type": "string", "format": "uri-reference"],
                "topic": text("The stream that it belongs to.", "^[a-z][a-z0-9-]*$"),
                "sequence": text("Its number among its source's events of the topic, without gaps.", "^[0-9]{19}$"),
                "correlationid": text("What the events of one course have in common."),
                "causationid": text("The id of the event whose handling made this one."),
                "traceparent": text("The trace of the work that made it (W3C Trace Context)."),
                "data": data,
            ],
        ]
    }
}
