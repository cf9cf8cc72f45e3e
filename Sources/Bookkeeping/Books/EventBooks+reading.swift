import FoundationEssentials
import GRDB
import Wire

extension EventBooks {
    init(_ database: Database) throws {
        for row in try Row.fetchAll(database, sql: "SELECT topic, last FROM outbox_sequence") { said[row[0]] = row[1] }
        let rows = try Row.fetchCursor(
            database, sql: "SELECT topic, sequence, subject, event, checksum FROM outbox ORDER BY position")
        while let row = try rows.next() {
            var checksum = CRC32C()
            let sequence: Int64 = row[1]
            checksum.add(field: (row[0] as String).utf8)
            checksum.add(field: withUnsafeBytes(of: sequence.littleEndian, Array.init))
            checksum.add(field: (row[2] as String).utf8)
            checksum.add(field: row[3] as Data)
            unsent.append(Unsent(row[0], sequence, isDamaged: row[4] != Int64(checksum.value)))
        }
        handled = try EventChannel.ranges(in: "inbox_range", of: database)
    }
}

extension EventChannel {
    fileprivate static func ranges(in table: String, of database: Database) throws -> [EventChannel: SequenceSet] {
        var ranges: [EventChannel: [ClosedRange<Int64>]] = [:]
        for row in try Row.fetchAll(database, sql: "SELECT source, topic, first, last FROM \(table)") {
            let (first, last): (Int64, Int64) = (row[2], row[3])
            guard first <= last else { continue }
            ranges[EventChannel(source: row[0], topic: row[1]), default: []].append(first...last)
        }
        return ranges.mapValues(SequenceSet.init)
    }
}

extension BrokerBooks {
    init(_ database: Database) throws {
        received = try EventChannel.ranges(in: "received", of: database)
        let names = try Row.fetchAll(database, sql: "SELECT id, name FROM consumer_group")
        for row in names {
            var group = Group()
            let id: Int64 = row[0]
            group.topics = try String.fetchSet(
                database, sql: "SELECT topic FROM subscription WHERE group_id = ?", arguments: [id])
            try group.readDue(id, database)
            groups[row[1]] = group
        }
        try readDamage(database)
    }

    private mutating func readDamage(_ database: Database) throws {
        let rows = try Row.fetchCursor(
            database, sql: "SELECT source, topic, sequence, subject, type, checksum, body FROM log")
        while let row = try rows.next() {
            var checksum = CRC32C()
            for column in ["source", "topic", "subject", "type"] { checksum.add(field: (row[column] as String).utf8) }
            let sequence: Int64 = row["sequence"]
            checksum.add(field: withUnsafeBytes(of: sequence.littleEndian, Array.init))
            checksum.add(field: row["body"] as Data)
            guard row["checksum"] != Int64(checksum.value) else { continue }
            damaged.append("\(EventChannel(source: row["source"], topic: row["topic"]))/\(sequence)")
        }
    }
}

extension BrokerBooks.Group {
    fileprivate mutating func readDue(_ group: Int64, _ database: Database) throws {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT l.source, l.topic, l.sequence, l.subject, d.parked_at IS NOT NULL AS is_parked, d.reason
                FROM delivery d JOIN log l ON l.position = d.position WHERE d.group_id = ? ORDER BY l.position
                """, arguments: [group])
        var sequences: [EventChannel: [Int64]] = [:]
        while let row = try rows.next() {
            let channel = EventChannel(source: row[0], topic: row[1])
            let sequence: Int64 = row[2]
            sequences[channel, default: []].append(sequence)
            guard row["is_parked"] else { continue }
            parked.append(
                BrokerBooks.Parked(id: "\(channel)/\(sequence)", subject: row[3], reason: row["reason"] ?? "no reason"))
        }
        due = sequences.mapValues { SequenceSet($0) }
    }
}
