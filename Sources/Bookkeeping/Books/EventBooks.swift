/// A source and a topic: within them events are counted without gaps.
package struct EventChannel: Sendable, Hashable, CustomStringConvertible {
    /// As in events, e.g. `/order-service`.
    package var source: String
    package var topic: String

    package init(source: String, topic: String) {
        self.source = source
        self.topic = topic
    }

    /// As ids of events begin, e.g. `order-service/orders`.
    package var description: String { "\(source.drop { $0 == "/" })/\(topic)" }
}

/// What a service's database says about the events that it says and hears.
package struct EventBooks: Sendable, Equatable {
    package struct Unsent: Sendable, Equatable {
        package var topic: String
        package var sequence: Int64
        package var isDamaged: Bool

        package init(_ topic: String, _ sequence: Int64, isDamaged: Bool = false) {
            self.topic = topic
            self.sequence = sequence
            self.isDamaged = isDamaged
        }
    }

    /// The last sequence that was given, by topic.
    package var said: [String: Int64] = [:]
    /// What the outbox still has.
    package var unsent: [Unsent] = []
    /// What the inbox has.
    package var handled: [EventChannel: SequenceSet] = [:]

    package init() {}

    func unsent(of topic: String) -> SequenceSet {
        SequenceSet(unsent.filter { $0.topic == topic }.map(\.sequence))
    }
}

/// What the broker's database says.
package struct BrokerBooks: Sendable, Equatable {
    package struct Parked: Sendable, Equatable {
        /// The event's, e.g. `order-service/orders/7`.
        package var id: String
        package var subject: String
        package var reason: String

        package init(id: String, subject: String, reason: String) {
            self.id = id
            self.subject = subject
            self.reason = reason
        }
    }

    package struct Group: Sendable, Equatable {
        package var topics: Set<String> = []
        /// What it has not acknowledged, parked or not.
        package var due: [EventChannel: SequenceSet] = [:]
        package var parked: [Parked] = []

        package init() {}
    }

    /// What has ever come.
    package var received: [EventChannel: SequenceSet] = [:]
    package var groups: [String: Group] = [:]
    /// Ids of records that are not what was written.
    package var damaged: [String] = []

    package init() {}
}
