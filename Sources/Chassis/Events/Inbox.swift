import GRDB
import Wire

/// What a service has already handled. The record, the effect and what the effect says are one transaction, so that a
/// delivery that comes again, however often and however late, has no effect again.
package struct Inbox: Sendable {
    /// The event whose effect is running; nil outside.
    @TaskLocal package static var handling: CloudEvent?

    package init() {}

    /// Runs `effect` if the event is new, and records the event, all or nothing.
    /// - Parameter database: inside a transaction, or it gets one.
    /// - Returns: whether it was new.
    /// - Throws: what `effect` throws; then neither record nor effect is there.
    @discardableResult
    package func handle(
        _ database: Database, _ event: CloudEvent, effect: (Database) throws -> Void
    ) throws -> Bool {
        try database.inOwnSavepoint {
            let isNew = try Self.record(database, event)
            if isNew { try Self.$handling.withValue(event) { try effect(database) } }
            return isNew
        }
    }

    /// Whether the event has been handled.
    package func contains(_ database: Database, _ event: CloudEvent) throws -> Bool {
        try Self.range(database, event, from: event.sequence).map { $0.last >= event.sequence } ?? false
    }

    // MARK: Ranges

    /// Adds the event's sequence to the ranges; false if one of them has it.
    private static func record(_ database: Database, _ event: CloudEvent) throws -> Bool {
        let sequence = event.sequence
        let below = try range(database, event, from: sequence)
        if let below, below.last >= sequence { return false }
        var joined = SequenceRange(first: sequence, last: sequence)
        if let below, below.last == sequence - 1 {
            joined.first = below.first
            try delete(database, event, below)
        }
        if sequence < .max, let above = try range(database, event, from: sequence + 1), above.first == sequence + 1 {
            joined.last = above.last
            try delete(database, event, above)
        }
        let insert = "INSERT INTO inbox_range (source, topic, first, last) VALUES (?, ?, ?, ?)"
        try database.cachedStatement(sql: insert)
            .execute(arguments: [event.source, event.topic, joined.first, joined.last])
        return true
    }

    private struct SequenceRange {
        var first: Int64
        var last: Int64
    }

    /// The last range that begins at `sequence` or before.
    private static func range(_ database: Database, _ event: CloudEvent, from sequence: Int64) throws -> SequenceRange?
    {
        let sql = """
            SELECT first, last FROM inbox_range WHERE source = ? AND topic = ? AND first <= ?
            ORDER BY first DESC LIMIT 1
            """
        return try Row.fetchOne(
            database.cachedStatement(sql: sql), arguments: [event.source, event.topic, sequence]
        ).map { SequenceRange(first: $0[0], last: $0[1]) }
    }

    private static func delete(_ database: Database, _ event: CloudEvent, _ range: SequenceRange) throws {
        try database.cachedStatement(sql: "DELETE FROM inbox_range WHERE source = ? AND topic = ? AND first = ?")
            .execute(arguments: [event.source, event.topic, range.first])
    }
}
