import GRDB

/// Which sequences have ever come. Producers count without gaps, so this is a row for each source and topic however
/// long the shop runs.
enum ReceivedRanges {
    private struct Range {
        var first: Int64
        var last: Int64
    }

    /// Adds a sequence; false if it had come before.
    static func insert(_ record: EventRecord, in database: Database) throws -> Bool {
        let sequence = record.sequence
        let below = try range(from: sequence, of: record, in: database)
        if let below, below.last >= sequence { return false }
        var joined = Range(first: sequence, last: sequence)
        if let below, below.last == sequence - 1 {
            joined.first = below.first
            try delete(below, of: record, in: database)
        }
        if sequence < .max, let above = try range(from: sequence + 1, of: record, in: database),
            above.first == sequence + 1
        {
            joined.last = above.last
            try delete(above, of: record, in: database)
        }
        try database.cachedStatement(sql: "INSERT INTO received (source, topic, first, last) VALUES (?, ?, ?, ?)")
            .execute(arguments: [record.source, record.topic, joined.first, joined.last])
        return true
    }

    /// The last range that begins at `sequence` or before.
    private static func range(
        from sequence: Int64, of record: EventRecord, in database: Database
    ) throws -> Range? {
        let sql = """
            SELECT first, last FROM received WHERE source = ? AND topic = ? AND first <= ?
            ORDER BY first DESC LIMIT 1
            """
        return try Row.fetchOne(
            database.cachedStatement(sql: sql), arguments: [record.source, record.topic, sequence]
        ).map { Range(first: $0[0], last: $0[1]) }
    }

    private static func delete(_ range: Range, of record: EventRecord, in database: Database) throws {
        try database.cachedStatement(sql: "DELETE FROM received WHERE source = ? AND topic = ? AND first = ?")
            .execute(arguments: [record.source, record.topic, range.first])
    }
}
