import BrokerAPI
import GRDB
import Wire

/// What is parked, for whoever has to decide about it.
enum ParkingTable {
    private static let columns = """
        d.position AS position, d.topic AS topic, d.subject AS subject, d.attempts AS attempts,
        d.reason AS reason, d.parked_at AS parked_at, (
            SELECT count(*) - 1 FROM delivery o
            WHERE o.group_id = d.group_id AND o.topic = d.topic AND o.subject = d.subject
        ) AS held_back
        """

    static func list(
        _ group: String, after position: Int64, limit: Int, in database: Database
    ) throws -> [ParkedEvent] {
        let id = try GroupTable.id(of: group, in: database)
        let sql = """
            SELECT \(columns) FROM delivery d
            WHERE d.group_id = ? AND d.parked_at IS NOT NULL AND d.position > ? ORDER BY d.position LIMIT ?
            """
        return try Row.fetchAll(database, sql: sql, arguments: [id, position, limit]).map { row in
            try parked(row, of: group, in: database).event
        }
    }

    /// - Throws: ``Problem`` 404 if nothing is parked there.
    static func detail(
        _ group: String, at position: Int64, in database: Database
    ) throws -> (event: ParkedEvent, record: EventRecord?) {
        let id = try GroupTable.id(of: group, in: database)
        let sql = """
            SELECT \(columns) FROM delivery d
            WHERE d.group_id = ? AND d.position = ? AND d.parked_at IS NOT NULL
            """
        guard let row = try Row.fetchOne(database, sql: sql, arguments: [id, position]) else {
            throw Problem.notParked(position, group)
        }
        return try parked(row, of: group, in: database)
    }

    private static func parked(
        _ row: Row, of group: String, in database: Database
    ) throws -> (event: ParkedEvent, record: EventRecord?) {
        let record = try EventLog.record(at: row["position"], in: database) ?? nil
        let event = ParkedEvent(
            group: group, position: row["position"], topic: row["topic"], subject: row["subject"], id: record?.id,
            type: record?.type, attempts: row["attempts"], reason: row["reason"] ?? "", parkedAt: row["parked_at"],
            isDamaged: record == nil, heldBack: row["held_back"])
        return (event, record)
    }
}

extension Problem {
    static func notParked(_ position: Int64, _ group: String) -> Problem {
        .notFound("Nothing of \(group.prefix(40)) is parked at \(position); GET /groups/{group}/parked lists what is.")
    }
}
