import BrokerAPI
import GRDB
import Wire

/// The groups and what they hear, within a transaction.
enum GroupTable {
    /// - Throws: ``Problem`` 404 if there is no such group.
    static func id(of group: String, in database: Database) throws -> Int64 {
        let statement = try database.cachedStatement(sql: "SELECT id FROM consumer_group WHERE name = ?")
        guard let id = try Int64.fetchOne(statement, arguments: [group]) else {
            throw Problem.notFound("There is no group \(group.prefix(40)); PUT /groups/{group} makes it.")
        }
        return id
    }

    static func topics(of group: Int64, in database: Database) throws -> [String] {
        let sql = "SELECT topic FROM subscription WHERE group_id = ? ORDER BY topic"
        return try String.fetchAll(database.cachedStatement(sql: sql), arguments: [group])
    }

    /// Makes the group hear these topics and no others. Of a topic that is new to it, all that the log has becomes due,
    /// or nothing; of one that it does not hear any more, nothing is due.
    static func subscribe(
        _ group: String, to subscription: GroupSubscription, at now: Int, in database: Database
    ) throws {
        try database.execute(sql: "INSERT OR IGNORE INTO consumer_group (name) VALUES (?)", arguments: [group])
        let id = try id(of: group, in: database)
        let before = Set(try topics(of: id, in: database))
        let after = Set(subscription.topics)
        for topic in before.subtracting(after) {
            for table in ["subscription", "delivery"] {
                try database.execute(
                    sql: "DELETE FROM \(table) WHERE group_id = ? AND topic = ?", arguments: [id, topic])
            }
        }
        for topic in after.subtracting(before).sorted() {
            try database.execute(
                sql: "INSERT INTO subscription (group_id, topic) VALUES (?, ?)", arguments: [id, topic])
            guard subscription.from == .start else { continue }
            try database.execute(sql: backlog, arguments: [id, topic, now])
        }
    }

    /// The first of each subject is the head: `min` chooses the row that the other columns come from.
    private static let backlog = """
        INSERT INTO delivery (group_id, position, topic, subject, is_head, due_at)
        SELECT ?1, position, topic, subject,
            position = min(position) OVER (PARTITION BY subject), min(received_at, ?3)
        FROM log WHERE topic = ?2 ORDER BY position
        """

    /// - Throws: ``Problem`` 404 if there is no such group.
    static func remove(_ group: String, in database: Database) throws {
        let id = try id(of: group, in: database)
        try database.execute(sql: "DELETE FROM consumer_group WHERE id = ?", arguments: [id])
    }

    // MARK: Reports

    struct Report: Sendable {
        let group: String
        let topics: [String]
        let lag: Int
        let oldest: Int?
        let parked: Int
    }

    /// - Parameter group: nil for all.
    static func reports(of group: String? = nil, in database: Database) throws -> [Report] {
        let sql = """
            SELECT id, name,
                (SELECT count(*) FROM delivery WHERE group_id = id),
                (SELECT received_at FROM log WHERE position = (SELECT min(position) FROM delivery WHERE group_id = id)),
                (SELECT count(*) FROM delivery WHERE group_id = id AND parked_at IS NOT NULL)
            FROM consumer_group WHERE name = coalesce(?, name) ORDER BY name
            """
        return try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [group]).map { row in
            Report(
                group: row[1], topics: try topics(of: row[0], in: database), lag: row[2], oldest: row[3],
                parked: row[4])
        }
    }
}
