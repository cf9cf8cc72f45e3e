import Wire

// The topics that a group hears: how that begins, and how it ends.

extension RabbitSession {
    /// Hears the topics, each from where the group stands in it.
    mutating func hearTopics() async throws {
        for topic in topics.sorted() {
            let known = hearings[topic]
            let hasHistory = if let known { known.hasHistory } else { try await begin(topic) }
            if hasHistory {
                try await listen(to: group.history(topic))
            } else {
                if known?.historyTags.isEmpty == false { try await removeHistory(of: topic) }
                try await hearLive(topic)
            }
        }
        for topic in hearings.keys.sorted() where !topics.contains(topic) { try await end(topic) }
    }

    func hearLive(_ topic: String) async throws {
        try await listen(to: group.live(topic))
    }

    /// Removes the topic's history if it is over.
    mutating func forgetHistory(of topic: String) async throws {
        guard histories.takeEnd(of: topic) != nil else { return }
        try await write(GroupNote(.hears, id: topic))
        try await removeHistory(of: topic)
    }

    /// The first time.
    /// - Returns: whether there is a history.
    private mutating func begin(_ topic: String) async throws -> Bool {
        logger.info("a group begins to hear a topic", metadata: ["group": "\(group.name)", "topic": "\(topic)"])
        let hasHistory = try await TopicBirth(group: group, topic: topic, url: url, logger: logger).run()
        hearings[topic] = GroupSeat.Hearing()
        try await write(GroupNote(hasHistory ? .hearsHistory : .hears, id: topic))
        return hasHistory
    }

    private mutating func removeHistory(of topic: String) async throws {
        let queue = group.history(topic)
        try await link.perform { connection in
            try connection.cancel(queue)
            try connection.deleteQueue(queue)
        }
        for tag in hearings[topic]?.historyTags ?? [] { link.acknowledge(tag) }
        hearings[topic]?.historyTags = []
    }

    /// The group hears the topic no longer.
    private mutating func end(_ topic: String) async throws {
        logger.notice("a group hears a topic no longer", metadata: ["group": "\(group.name)", "topic": "\(topic)"])
        guard let hearing = hearings.removeValue(forKey: topic) else { return }
        let group = group
        try await link.perform { try group.forget(topic, on: $0) }
        for tag in hearing.tags + hearing.historyTags { link.acknowledge(tag) }
    }
}
