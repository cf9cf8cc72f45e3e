import Wire

/// A catalogue as AsyncAPI 3.0 describes it: a channel for each topic, a message for each kind of event.
/// https://www.asyncapi.com/docs/reference/specification/v3.0.0
struct AsyncAPIDocument {
    let catalogue: EventCatalogue

    var node: JSONNode {
        [
            "asyncapi": "3.0.0",
            "info": [
                "title": .text(catalogue.service), "version": "1",
                "description": .text(
                    "What \(catalogue.service) says and what it listens to. Every event is a CloudEvent 1.0 in structured JSON. It comes at least once, in the order of its topic and subject."
                ),
            ],
            "defaultContentType": .text(CloudEvent.mediaType),
            "channels": .object(.init(topics.map { ($0, channel($0)) }) { $1 }),
            "operations": .object(
                operations("send", catalogue.publishes).merging(operations("receive", catalogue.consumes)) { $1 }),
            "components": [
                "messages": .object(.init(all.map { ($0.name, message($0)) }) { $1 }),
                "schemas": .object(.init(all.map { ($0.name, $0.schema.document) }) { $1 }),
            ],
        ]
    }

    private var all: [any EventDeclaration] { catalogue.publishes + catalogue.consumes }
    private var topics: Set<String> { Set(all.map(\.topic)) }

    private func channel(_ topic: String) -> JSONNode {
        let messages = all.filter { $0.topic == topic }.map { ($0.name, reference("components/messages/\($0.name)")) }
        return ["address": .text(topic), "messages": .object(.init(messages) { $1 })]
    }

    /// One for each topic, e.g. `send-orders`.
    private func operations(_ action: String, _ types: [any EventDeclaration]) -> [String: JSONNode] {
        Dictionary(grouping: types, by: \.topic).reduce(into: [:]) { operations, group in
            let (topic, types) = group
            operations["\(action)-\(topic)"] = [
                "action": .text(action), "channel": reference("channels/\(topic)"),
                "messages": .list(types.map { reference("channels/\(topic)/messages/\($0.name)") }),
            ]
        }
    }

    private func message(_ type: any EventDeclaration) -> JSONNode {
        [
            "name": .text(type.name), "summary": .text(type.meaning), "contentType": .text(CloudEvent.mediaType),
            "payload": CloudEvent.schema(of: type.name, data: reference("components/schemas/\(type.name)")),
        ]
    }

    private func reference(_ path: String) -> JSONNode { ["$ref": .text("#/\(path)")] }
}
