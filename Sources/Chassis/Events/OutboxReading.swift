import GRDB
import Wire

/// How far a relay has read its outbox: what comes next, what was sent, what may not be sent.
struct OutboxReading: Sendable {
    struct Item: Sendable {
        var position: Int64
        var event: CloudEvent
    }

    struct Damaged: Sendable, Hashable {
        var position: Int64
        var topic: String
        var sequence: Int64
        var subject: String
    }

    private struct Key: Sendable, Hashable {
        var topic: String
        var subject: String
    }

    /// The last position that was sent.
    private var position: Int64 = 0
    /// Sent and still in the table.
    var sent: [Int64] = []
    private(set) var damaged: [Damaged] = []
    /// What stands behind a damaged event of the same key stays behind it.
    private var held: Set<Key> = []

    private static let limit = 100
    /// Half of what a batch may have, since the brackets and the engine's own frame want room too.
    private static let byteLimit = CloudEvent.maximumBatch.bytes / 2
    /// Sent rows that a busy relay leaves in the table, to delete them in one transaction.
    private static let forgetAt = 500

    var mustForget: Bool { sent.count >= Self.forgetAt }

    /// What comes next, in the order in which it was committed: at most 100 events.
    mutating func batch(_ database: Database) throws -> [Item] {
        var batch: [Item] = []
        var bytes = 0
        var reading = self
        try OutboxTable.read(database, after: position) { row in
            guard let event = reading.accept(row) else { return true }
            bytes += row.json.count
            guard batch.isEmpty || bytes <= Self.byteLimit else { return false }
            batch.append(Item(position: row.position, event: event))
            return batch.count < Self.limit
        }
        self = reading
        return batch
    }

    /// The event of a row that may be sent.
    private mutating func accept(_ row: OutboxRow) -> CloudEvent? {
        let key = Key(topic: row.topic, subject: row.subject)
        guard !held.contains(key) else { return nil }
        guard let event = row.event else {
            held.insert(key)
            damaged.append(
                Damaged(position: row.position, topic: row.topic, sequence: row.sequence, subject: row.subject))
            return nil
        }
        return event
    }

    mutating func wasSent(_ batch: [Item]) {
        sent += batch.map(\.position)
        position = batch.last?.position ?? position
    }
}
