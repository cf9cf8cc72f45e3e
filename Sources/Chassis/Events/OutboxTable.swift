import FoundationEssentials
import GRDB
import NIOCore
import Wire

/// The statements on the outbox, to be run in somebody's transaction.
enum OutboxTable {
    /// Given in the transaction: a rollback gives it back, so that sequences have no gaps.
    static func nextSequence(_ database: Database, topic: String) throws -> Int64 {
        // RETURNING would do it in one, but SQLite makes a table of its own for each answer of that.
        let upsert = """
            INSERT INTO outbox_sequence (topic, last) VALUES (?, 1) ON CONFLICT (topic) DO UPDATE SET last = last + 1
            """
        try database.cachedStatement(sql: upsert).execute(arguments: [topic])
        let select = "SELECT last FROM outbox_sequence WHERE topic = ?"
        guard let sequence = try Int64.fetchOne(database.cachedStatement(sql: select), arguments: [topic]) else {
            throw DatabaseError(message: "the outbox gave no sequence for \(topic)")
        }
        return sequence
    }

    static func insert(_ database: Database, _ event: CloudEvent) throws {
        let json = Array(event.json().readableBytesView)
        guard json.count <= CloudEvent.maximumBytes else {
            throw Problem.invalid("data", "makes \(event.type) longer than \(CloudEvent.maximumBytes) bytes")
        }
        let row = OutboxRow(topic: event.topic, sequence: event.sequence, subject: event.subject, json: json)
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO outbox (topic, sequence, subject, event, checksum, appended_at) VALUES (?, ?, ?, ?, ?, ?)
                """)
        try statement.execute(
            arguments: [
                row.topic, row.sequence, row.subject, Data(json), Int64(row.checksum), event.time.milliseconds,
            ])
    }

    /// Rows behind `position`, in the order of their positions, for as long as `take` wants more.
    static func read(_ database: Database, after position: Int64, take: (OutboxRow) -> Bool) throws {
        let statement = try database.cachedStatement(
            sql: """
                SELECT position, topic, sequence, subject, event, checksum FROM outbox
                WHERE position > ? ORDER BY position
                """)
        let rows = try Row.fetchCursor(statement, arguments: [position])
        while let row = try rows.next(), take(try OutboxRow(row)) {}
    }

    static func delete(_ database: Database, _ positions: [Int64]) throws {
        let statement = try database.cachedStatement(sql: "DELETE FROM outbox WHERE position = ?")
        for position in positions { try statement.execute(arguments: [position]) }
    }

    /// Rows that are there, and when the oldest was appended, in milliseconds since 1970.
    static func backlog(_ database: Database) throws -> (depth: Int, oldest: Int?) {
        let row = try Row.fetchOne(database, sql: "SELECT count(*), min(appended_at) FROM outbox")
        return (row?[0] ?? 0, row?[1])
    }
}

/// One row, with a checksum over all that is sent.
struct OutboxRow: Sendable {
    var position: Int64 = 0
    var topic: String
    var sequence: Int64
    var subject: String
    var json: [UInt8]
    var storedChecksum: Int64?

    init(topic: String, sequence: Int64, subject: String, json: [UInt8]) {
        self.topic = topic
        self.sequence = sequence
        self.subject = subject
        self.json = json
    }

    /// Values are taken as they lie there: damage may change even their kind. Then the checksum is another.
    init(_ row: Row) throws {
        self.init(
            topic: String.fromDatabaseValue(row[1]) ?? "", sequence: Int64.fromDatabaseValue(row[2]) ?? 0,
            subject: String.fromDatabaseValue(row[3]) ?? "",
            json: try row.withUnsafeData(atIndex: 4) { Array($0 ?? Data()) })
        position = row[0]
        storedChecksum = Int64.fromDatabaseValue(row[5])
    }

    var checksum: UInt32 {
        var sum = CRC32C()
        sum.add(field: topic.utf8)
        sum.add(field: withUnsafeBytes(of: sequence.littleEndian, Array.init))
        sum.add(field: subject.utf8)
        sum.add(field: json)
        return sum.value
    }

    /// The event; nil if the row is not what was written.
    var event: CloudEvent? {
        guard storedChecksum == Int64(checksum), let event = try? CloudEvent(json: ByteBuffer(bytes: json)),
            event.topic == topic, event.sequence == sequence, event.subject == subject
        else { return nil }
        return event
    }
}
