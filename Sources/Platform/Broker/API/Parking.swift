import Wire

/// An event that a group could not handle, and that holds back what follows it of its topic and subject.
package struct ParkedEvent: Sendable, Hashable, Codable {
    package var group: String
    package var position: Int64
    package var topic: String
    package var subject: String
    /// Nil if the record is damaged.
    package var id: String?
    /// Nil if the record is damaged.
    package var type: String?
    package var attempts: Int
    package var reason: String
    /// Milliseconds since 1970.
    package var parkedAt: Int
    package var isDamaged: Bool
    /// How many events wait behind it; nil where that is not known, as on RabbitMQ.
    package var heldBack: Int?

    package init(
        group: String, position: Int64, topic: String, subject: String, id: String?, type: String?, attempts: Int,
        reason: String, parkedAt: Int, isDamaged: Bool, heldBack: Int?
    ) {
        self.group = group
        self.position = position
        self.topic = topic
        self.subject = subject
        self.id = id
        self.type = type
        self.attempts = attempts
        self.reason = reason
        self.parkedAt = parkedAt
        self.isDamaged = isDamaged
        self.heldBack = heldBack
    }
}

package struct ParkedList: Sendable, Hashable, Codable {
    package var parked: [ParkedEvent]

    package init(parked: [ParkedEvent]) {
        self.parked = parked
    }
}

/// A parked event with what it says.
package struct ParkedDetail: Sendable, Hashable, Codable {
    package var parked: ParkedEvent
    /// Nil if the record is damaged.
    package var event: CloudEvent?

    package init(parked: ParkedEvent, event: CloudEvent?) {
        self.parked = parked
        self.event = event
    }
}
