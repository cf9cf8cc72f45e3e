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
    /// Of the newest: before which position older ones are to be looked for, because so many records are not looked at
    /// for one answer; nil if all were found, or the beginning was reached.
    package var earlier: Int64?

    package init(entries: [LogEntry], next: Int64, hasMore: Bool, earlier: Int64? = nil) {
        self.entries = entries
        self.next = next
        self.hasMore = hasMore
        self.earlier = earlier
    }
}

/// Which records of the log.
package struct LogQuery: Sendable, Hashable {
    /// Only what lies behind this position.
    package var after: Int64 = 0
    /// Instead: the newest so many.
    package var last: Int?
    /// With `last`: the newest of those before this position.
    package var before: Int64?
    package var limit = 100
    package var topic: String?
    package var type: String?
    package var subject: String?

    package init() {}

    /// The newest so many, in as many answers as that takes.
    /// - Parameter ask: gets one answer.
    /// - Returns: all that was found, with the first answer's `next`.
    package func newest(_ ask: (LogQuery) async throws -> LogPage) async throws -> LogPage {
        var query = self
        let wanted = last ?? limit
        query.last = wanted
        var page = try await ask(query)
        while let earlier = page.earlier {
            query.before = earlier
            query.last = wanted - page.entries.count
            let older = try await ask(query)
            page.entries = older.entries + page.entries
            page.earlier = older.earlier
        }
        return page
    }

    package func target(waiting wait: Duration) -> String {
        var query = QueryWriter()
        if let last { query.add("last", last) } else { query.add("after", Int(after)) }
        if let before { query.add("before", Int(before)) }
        query.add("limit", limit)
        query.add("wait", Int(wait.components.seconds))
        query.add("topic", topic)
        query.add("type", type)
        query.add("subject", subject)
        return query.target("/log")
    }
}
