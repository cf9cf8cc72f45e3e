import Wire

/// Which topics a group of consumers hears.
package struct GroupSubscription: Sendable, Hashable, Codable {
    /// Where a topic begins that is new to the group.
    package enum Beginning: String, Sendable, Codable, CaseIterable {
        /// All that the log has.
        case start
        /// What comes from now on.
        case now
    }

    package var topics: [String]
    package var from: Beginning

    package init(topics: [String], from: Beginning = .start) {
        self.topics = topics
        self.from = from
    }

    private enum CodingKeys: String, CodingKey, CaseIterable { case topics, from }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        topics = try container.decode([String].self, forKey: .topics)
        let word = try container.decodeIfPresent(String.self, forKey: .from) ?? Beginning.start.rawValue
        guard let beginning = Beginning(rawValue: word) else {
            throw DecodingError.dataCorruptedError(
                forKey: .from, in: container, debugDescription: "must be one of start, now")
        }
        from = beginning
    }
}

/// How a group gets on.
package struct GroupReport: Sendable, Hashable, Codable {
    package var group: String
    package var topics: [String]
    /// Events that are still due to it, parked ones and those held back included.
    package var lag: Int
    /// How long the oldest of them has been in the log, in seconds; 0 if nothing is due.
    package var oldestSeconds: Int
    package var parked: Int
    /// Events that consumers hold now.
    package var inFlight: Int
    /// Consumers that wait for events now.
    package var waiting: Int

    package init(
        group: String, topics: [String], lag: Int, oldestSeconds: Int, parked: Int, inFlight: Int, waiting: Int
    ) {
        self.group = group
        self.topics = topics
        self.lag = lag
        self.oldestSeconds = oldestSeconds
        self.parked = parked
        self.inFlight = inFlight
        self.waiting = waiting
    }
}

package struct GroupList: Sendable, Hashable, Codable {
    package var groups: [GroupReport]

    package init(groups: [GroupReport]) {
        self.groups = groups
    }
}
