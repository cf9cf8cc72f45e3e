import FoundationEssentials
import GRDB
import Wire

extension Row {
    /// The value as it lies there; nil if damage has made another kind of it.
    fileprivate func sound<Value: DatabaseValueConvertible>(_ column: Int, _: Value.Type = Value.self) -> Value? {
        Value.fromDatabaseValue(self[column])
    }
}

extension EventBooks {
    init(_ database: Database) throws {
        for row in try Row.fetchAll(database, sql: "SELECT topic, last FROM outbox_sequence") {
            guard let topic: String = row.sound(0), let last: Int64 = row.sound(1) else { continue }
            said[topic] = last
        }
        let rows = try Row.fetchCursor(
            database, sql: "SELECT topic, sequence, subject, event, checksum FROM outbox ORDER BY position")
        while let row = try rows.next() {
            unsent.append(Unsent(row.sound(0) ?? "?", row.sound(1) ?? 0, isDamaged: !Self.isSound(row)))
        }
        handled = try EventChannel.ranges(in: "inbox_range", of: database)
    }

    private static func isSound(_ row: Row) -> Bool {
        guard let topic: String = row.sound(0), let sequence: Int64 = row.sound(1), let subject: String = row.sound(2),
            let event: Data = row.sound(3), let stored: Int64 = row.sound(4)
        else { return false }
        var checksum = CRC32C()
        checksum.add(field: topic.utf8)
        checksum.add(field: withUnsafeBytes(of: sequence.littleEndian, Array.init))
        checksum.add(field: subject.utf8)
        checksum.add(field: event)
        return stored == Int64(checksum.value)
    }
}

extension EventChannel {
    /// - Parameter place: of the source; the topic is beside it.
    fileprivate init?(_ row: Row, at place: Int = 0) {
        guard let source: String = row.sound(place), let topic: String = row.sound(place + 1) else { return nil }
        self.init(source: source, topic: topic)
    }

    /// What cannot be read is missing: then the books do not agree.
    fileprivate static func ranges(in table: String, of database: Database) throws -> [EventChannel: SequenceSet] {
        var ranges: [EventChannel: [ClosedRange<Int64>]] = [:]
        for row in try Row.fetchAll(database, sql: "SELECT source, topic, first, last FROM \(table)") {
            guard let channel = EventChannel(row), let first: Int64 = row.sound(2), let last: Int64 = row.sound(3),
                first <= last
            else { continue }
            ranges[channel, default: []].append(first...last)
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
            guard !Self.isSound(row) else { continue }
            let (source, topic): (String, String) = (row.sound(0) ?? "?", row.sound(1) ?? "?")
            damaged.append("\(EventChannel(source: source, topic: topic))/\(row.sound(2, Int64.self) ?? 0)")
        }
    }

    private static func isSound(_ row: Row) -> Bool {
        var checksum = CRC32C()
        for column in [0, 1, 3, 4] {
            guard let text: String = row.sound(column) else { return false }
            checksum.add(field: text.utf8)
        }
        guard let sequence: Int64 = row.sound(2), let stored: Int64 = row.sound(5), let body: Data = row.sound(6) else {
            return false
        }
        checksum.add(field: withUnsafeBytes(of: sequence.littleEndian, Array.init))
        checksum.add(field: body)
        return stored == Int64(checksum.value)
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
            guard let channel = EventChannel(row), let sequence: Int64 = row.sound(2) else { continue }
            sequences[channel, default: []].append(sequence)
            guard row["is_parked"] else { continue }
            parked.append(
                BrokerBooks.Parked(
                    id: "\(channel)/\(sequence)", subject: row.sound(3) ?? "?", reason: row.sound(5) ?? "no reason"))
        }
        due = sequences.mapValues { SequenceSet($0) }
    }
}
