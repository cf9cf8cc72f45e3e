import BrokerAPI
import GRDB
import Wire

/// What is due to the groups, within a transaction. Of each group, topic and subject the head alone is delivered.
enum DeliveryTable {
    /// A new event is due to whoever hears its topic.
    static func add(_ position: Int64, of record: EventRecord, at now: Int, in database: Database) throws {
        // Row by row, because a statement that reads what it writes makes SQLite copy that into a table of its own.
        let groups = try Int64.fetchAll(
            database.cachedStatement(sql: "SELECT group_id FROM subscription WHERE topic = ?"),
            arguments: [record.topic])
        let insert = """
            INSERT INTO delivery (group_id, position, topic, subject, is_head, due_at)
            VALUES (?1, ?2, ?3, ?4, NOT EXISTS (
                SELECT 1 FROM delivery WHERE group_id = ?1 AND topic = ?3 AND subject = ?4
            ), ?5)
            """
        for group in groups {
            try database.cachedStatement(sql: insert)
                .execute(arguments: [group, position, record.topic, record.subject, now])
        }
    }

    /// The groups that hear a topic.
    static func listeners(to topic: String, in database: Database) throws -> [String] {
        let sql = """
            SELECT name FROM consumer_group g JOIN subscription s ON s.group_id = g.id WHERE s.topic = ?
            """
        return try String.fetchAll(database.cachedStatement(sql: sql), arguments: [topic])
    }

    // MARK: Taking

    struct Head: Sendable {
        let position: Int64
        let attempt: Int
    }

    /// What is due now and is not passed over, the longest due first.
    static func due(
        to group: Int64, at now: Int, limit: Int, byteLimit: Int, in database: Database,
        passingOver isLeased: (Int64) -> Bool
    ) throws -> [Head] {
        let sql = """
            SELECT d.position, d.attempts, length(l.body) FROM delivery d JOIN log l ON l.position = d.position
            WHERE d.group_id = ? AND d.is_head = 1 AND d.due_at IS NOT NULL AND d.due_at <= ?
            ORDER BY d.due_at, d.position
            """
        let rows = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: [group, now])
        var heads: [Head] = []
        var bytes = 0
        while heads.count < limit, let row = try rows.next() {
            let position: Int64 = row[0]
            if isLeased(position) { continue }
            // Damage may have made it anything.
            bytes += Int.fromDatabaseValue(row[2]) ?? 0
            if bytes > byteLimit, !heads.isEmpty { break }
            heads.append(Head(position: position, attempt: row[1] + 1))
        }
        return heads
    }

    /// When the next delivery becomes due by itself.
    static func nextDue(to group: Int64, after now: Int, in database: Database) throws -> Int? {
        let sql = """
            SELECT min(due_at) FROM delivery
            WHERE group_id = ? AND is_head = 1 AND due_at IS NOT NULL AND due_at > ?
            """
        return try Int.fetchOne(database.cachedStatement(sql: sql), arguments: [group, now])
    }

    // MARK: Outcomes

    /// Ends a delivery, if it is its key's head.
    /// - Returns: whether it was.
    static func end(_ position: Int64, of group: Int64, in database: Database) throws -> Bool {
        let select = "SELECT topic, subject FROM delivery WHERE group_id = ? AND position = ? AND is_head = 1"
        let ended = try Row.fetchOne(database.cachedStatement(sql: select), arguments: [group, position])
        guard let ended else { return false }
        try database.cachedStatement(sql: "DELETE FROM delivery WHERE group_id = ? AND position = ?")
            .execute(arguments: [group, position])
        let next = """
            UPDATE delivery SET is_head = 1 WHERE group_id = ?1 AND position = (
                SELECT min(position) FROM delivery WHERE group_id = ?1 AND topic = ?2 AND subject = ?3
            )
            """
        try database.cachedStatement(sql: next)
            .execute(arguments: [group, ended[0] as String, ended[1] as String])
        return true
    }

    enum Rejection: Sendable {
        case comesAgain, parked
        /// It is not due, or this attempt has been rejected before.
        case ignored
    }

    static func reject(
        _ rejection: DeliveryOutcome.Rejection, of group: Int64, at now: Int, in database: Database
    ) throws -> Rejection {
        let isLast = rejection.attempt >= Delivery.maximumAttempts
        let sql = """
            UPDATE delivery SET attempts = attempts + 1, reason = ?, due_at = ?, parked_at = ?
            WHERE group_id = ? AND position = ? AND is_head = 1 AND parked_at IS NULL AND attempts = ?
            """
        try database.cachedStatement(sql: sql).execute(arguments: [
            rejection.reason, isLast ? nil : now + Redelivery.pause(after: rejection.attempt), isLast ? now : nil,
            group, rejection.position, rejection.attempt - 1,
        ])
        guard database.changesCount > 0 else { return .ignored }
        return isLast ? .parked : .comesAgain
    }

    // MARK: Parking

    /// Parks what cannot be read.
    static func parkDamaged(_ position: Int64, of group: Int64, at now: Int, in database: Database) throws {
        let sql = """
            UPDATE delivery SET parked_at = ?, due_at = NULL, is_damaged = 1, reason = ?
            WHERE group_id = ? AND position = ? AND is_head = 1 AND parked_at IS NULL
            """
        let reason = "the record is not what was written: its checksum does not match"
        try database.cachedStatement(sql: sql).execute(arguments: [now, reason, group, position])
    }

    /// - Returns: whether it was parked.
    static func replay(_ position: Int64, of group: Int64, at now: Int, in database: Database) throws -> Bool {
        let sql = """
            UPDATE delivery SET parked_at = NULL, due_at = ?, attempts = 0, is_damaged = 0, reason = NULL
            WHERE group_id = ? AND position = ? AND parked_at IS NOT NULL
            """
        try database.cachedStatement(sql: sql).execute(arguments: [now, group, position])
        return database.changesCount > 0
    }

    static func isParked(_ position: Int64, of group: Int64, in database: Database) throws -> Bool {
        let sql = "SELECT 1 FROM delivery WHERE group_id = ? AND position = ? AND parked_at IS NOT NULL"
        return try Int.fetchOne(database.cachedStatement(sql: sql), arguments: [group, position]) != nil
    }

    /// A clock that was set back while the broker was down leaves nothing waiting for longer than it would have.
    static func bringForward(at now: Int, in database: Database) throws {
        try database.execute(
            sql: "UPDATE delivery SET due_at = ?1 WHERE due_at > ?1 + ?2", arguments: [now, Redelivery.longestPause])
    }
}

/// How long an event that was rejected waits.
enum Redelivery {
    /// Milliseconds.
    static let longestPause = 30_000

    /// - Parameter attempt: 1 for the first.
    static func pause(after attempt: Int) -> Int { min(longestPause, 100 << min(max(attempt - 1, 0), 20)) }
}
