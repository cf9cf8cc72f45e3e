import BrokerAPI
import FoundationEssentials
import GRDB
import Wire

/// Writes events into the log and hands them to the groups that hear their topics, within a transaction.
enum EventLog {
    /// - Returns: whether the event is new.
    /// - Throws: ``Problem`` 409 if the sequence is known with other content.
    static func append(_ incoming: IncomingEvent, at now: Int, in database: Database) throws -> Bool {
        let record = incoming.record
        guard try ReceivedRanges.insert(record, in: database) else {
            try compare(incoming, in: database)
            return false
        }
        let insert = """
            INSERT INTO log (source, topic, sequence, subject, type, received_at, checksum, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """
        try database.cachedStatement(sql: insert).execute(arguments: [
            record.source, record.topic, record.sequence, record.subject, record.type, now, record.checksum,
            Data(record.body),
        ])
        try DeliveryTable.add(database.lastInsertedRowID, of: record, at: now, in: database)
        return true
    }

    /// A known sequence must be the same event. If its record has been damaged since, this is the chance to mend it.
    private static func compare(_ incoming: IncomingEvent, in database: Database) throws {
        let record = incoming.record
        let found = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT position, received_at, \(EventRecord.columns) FROM log
                    WHERE source = ? AND topic = ? AND sequence = ?
                    """),
            arguments: [record.source, record.topic, record.sequence])
        // Nothing is found once retention has passed over it.
        guard let found else { return }
        guard let known = EventRecord(verifying: found) else {
            try database.cachedStatement(
                sql: "UPDATE log SET subject = ?, type = ?, checksum = ?, body = ? WHERE position = ?"
            ).execute(arguments: [
                record.subject, record.type, record.checksum, Data(record.body),
                found["position"] as Int64,
            ])
            return
        }
        guard known.body == record.body || known.event == incoming.event else {
            throw Problem(
                .conflict, type: BrokerProblem.conflict, title: "Sequence conflict",
                detail: "\(record.id) is known with other content; nothing of the batch was taken.")
        }
    }

    // MARK: Reading

    /// - Returns: nil if there is no such position; a record of nil if it is damaged.
    static func record(at position: Int64, in database: Database) throws -> EventRecord?? {
        let statement = try database.cachedStatement(
            sql: "SELECT \(EventRecord.columns) FROM log WHERE position = ?")
        return try Row.fetchOne(statement, arguments: [position]).map { EventRecord(verifying: $0) }
    }

    // MARK: Forgetting

    /// Deletes the oldest events that no group is due any more.
    /// - Parameters:
    ///   - time: only what came before.
    ///   - position: only what lies behind it.
    /// - Returns: how many were deleted, and how far it looked; nil if there is no more to look at.
    static func forget(
        before time: Int, after position: Int64, limit: Int, in database: Database
    ) throws -> (count: Int, next: Int64?) {
        let rows = try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT position, received_at, EXISTS (SELECT 1 FROM delivery WHERE delivery.position = log.position)
                    FROM log WHERE position > ? ORDER BY position LIMIT ?
                    """),
            arguments: [position, limit])
        var count = 0
        for row in rows {
            guard row[1] < time else { return (count, nil) }
            if row[2] { continue }
            try database.cachedStatement(sql: "DELETE FROM log WHERE position = ?").execute(arguments: [row[0] as Int64]
            )
            count += 1
        }
        return (count, rows.count == limit ? rows.last?[0] : nil)
    }
}
