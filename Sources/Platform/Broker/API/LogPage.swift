import Wire

/// One record of the log.
package struct LogEntry: Sendable, Hashable, Codable {
    package var position: Int64
    /// Milliseconds since 1970.
    package var receivedAt: Int
    /// Nil if the record is damaged.
    package var event: CloudEvent?

    package init(position: Int64, receivedAt: Int, event: CloudEvent?) {
        self.position = position
        self.receivedAt = receivedAt
        self.event = event
    }
}

/// A piece of the log, in its order.
package struct LogPage: Sendable, Hashable, Codable {
    package var entries: [LogEntry]
    /// How far the broker looked: what to ask for next is what lies behind it. Less than what was asked for if the log
    /// is not as long as that: then it is not the log that it was.
    package var next: Int64
    /// Whether there is more to look at already.
    package var hasMore: Bool

    package init(entries: [LogEntry], next: Int64, hasMore: Bool) {
        self.entries = entries
        self.next = next
        self.hasMore = hasMore
    }
}

/// Which records of the log.
package struct LogQuery: Sendable, Hashable {
    /// Only what lies behind this position.
    package var after: Int64 = 0
    /// Instead: the newest so many.
    package var last: Int?
    package var limit = 100
    package var topic: String?
    package var type: String?
    package var subject: String?

    package init() {}

    func target(waiting wait: Duration) -> String {
        var query = QueryWriter()
        if let last { query.add("last", last) } else { query.add("after", Int(after)) }
        query.add("limit", limit)
        query.add("wait", Int(wait.components.seconds))
        query.add("topic", topic)
        query.add("type", type)
        query.add("subject", subject)
        return query.target("/log")
    }
}
