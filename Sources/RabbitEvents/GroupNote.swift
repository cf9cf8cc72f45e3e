import Wire

/// What a group, or somebody who decides about its parked events, writes into the group's queue of held events. An
/// event that lies there stands in a note of its own.
package struct GroupNote: Codable, Sendable, Hashable {
    package enum Kind: String, Codable, Sendable {
        /// A consumer is there. It comes back to whoever is active.
        case knock
        /// The group hears the topic `id`: its queue is there and bound.
        case hears
        /// The same, and what was said before lies in the topic's history and comes first.
        case hearsHistory = "hears-history"
        /// The end of a history.
        case end
        /// All that was published before it is in the log before it.
        case barrier
        /// An event that waits for its next attempt, is parked, or waits behind such a one.
        case held
        /// Somebody wants the parked event to be delivered again.
        case replay
        /// Somebody gives the parked event up.
        case discard
    }

    static let mediaType = "application/vnd.murmuration.note+json"

    package var kind: Kind
    /// Of an event, its id; of a topic, its name; of others, a name that nothing else has.
    package var id: String
    package var event: CloudEvent?
    /// Attempts that ended with a rejection.
    package var attempts = 0
    /// Where it stands among the held events of its topic and subject.
    package var place = 0
    /// Of several notes about one event the last one holds.
    package var version = 0
    /// Why it was rejected last.
    package var reason: String?
    /// When it was parked, in milliseconds since 1970; nil if it is not.
    package var parkedAt: Int?

    package init(_ kind: Kind, id: String, event: CloudEvent? = nil) {
        self.kind = kind
        self.id = id
        self.event = event
    }

    func publication(to exchange: String = "", route: String) throws -> RabbitPublication {
        RabbitPublication(
            exchange: exchange, route: route, contentType: Self.mediaType, id: id,
            body: try StrictJSON.encode(self))
    }

    /// - Returns: nil if the message is no note.
    init?(_ message: RabbitMessage) {
        guard message.contentType == Self.mediaType,
            let note = try? StrictJSON.decode(GroupNote.self, from: message.body)
        else { return nil }
        self = note
    }

    /// A name that nothing else has.
    static func name() -> String { String(UInt64.random(in: 0 ... .max), radix: 36) }
}

extension RabbitPublication {
    /// An event as others read it too (CloudEvents AMQP protocol binding 1.0.2, section 3.2: structured mode).
    init(_ event: CloudEvent, to exchange: String = Topology.events, route: String? = nil) throws {
        self.init(
            exchange: exchange, route: route ?? Topology.route(of: event), contentType: CloudEvent.mediaType,
            id: event.id, body: event.json())
    }
}
