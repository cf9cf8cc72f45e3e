/// What a kind of event is, without its payload's type.
package protocol EventDeclaration: Sendable {
    /// With its version: `shop.order.placed.v1`. A change that old consumers would not understand is a new version.
    var name: String { get }
    /// The stream that it belongs to.
    var topic: String { get }
    /// What has happened when it is said, in one sentence.
    var meaning: String { get }
    /// What its data looks like.
    var schema: EventSchema { get }
}

/// A kind of event, declared once, by the service that says it, beside its payload.
package struct EventType<Payload: Codable & Sendable>: EventDeclaration {
    package let name: String
    package let topic: String
    package let meaning: String
    package let schema: EventSchema

    package init(_ name: String, topic: String, meaning: String, schema: EventSchema) {
        precondition(EventText.isType(name), "\(name) is no event's name")
        precondition(EventText.isName(topic.utf8), "\(topic) is no topic's name")
        self.name = name
        self.topic = topic
        self.meaning = meaning
        self.schema = schema
    }
}
