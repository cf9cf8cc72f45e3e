import BrokerAPI
import Chassis
import GRDB
import Wire

/// Reads the log as it grows.
struct LogReader: Sendable {
    /// A record with its bytes as they came; nil if it is damaged.
    struct Entry: Sendable {
        let position: Int64
        let receivedAt: Int
        let body: [UInt8]?
    }

    struct Page: Sendable {
        var entries: [Entry] = []
        var next: Int64 = 0
        var hasMore = false
        var earlier: Int64?
    }

    let file: SharedCommit
    let bell: Bell
    let clock: BrokerClock

    /// Records looked at for one answer, and bytes of it, so that no question is too dear.
    private static let scanLimit = 10_000
    private static let byteLimit = 1 << 20

    /// What the query finds, as soon as there is anything; nothing when the time is up or the broker drains.
    func page(_ query: LogQuery, within wait: Duration) async throws -> Page {
        let end = clock.now() + wait.milliseconds
        var query = query
        return try await bell.listen(.log) { ear in
            while true {
                let page = try await file.database.read { [query] in try Self.page(query, in: $0) }
                let isShorter = query.last == nil && page.next < query.after
                let isAnswer = !page.entries.isEmpty || page.hasMore || page.earlier != nil
                if isAnswer || isShorter || clock.now() >= end { return page }
                (query.last, query.before) = (nil, nil)
                query.after = page.next
                guard await ear.wait(until: end) else { return page }
            }
        }
    }

    /// - Throws: ``Problem``: 404 if it is not there, 410 if it is damaged.
    func entry(_ id: EventID) async throws -> Entry {
        let found = try await file.database.read { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT position, received_at, \(EventRecord.columns) FROM log
                    WHERE source = ? AND topic = ? AND sequence = ?
                    """, arguments: [id.source, id.topic, id.sequence]
            ).map(Self.entry)
        }
        guard let found else {
            throw Problem.notFound("The log has no event \(id.text.prefix(120)); it may be too long ago.")
        }
        guard found.body != nil else {
            throw Problem(
                .gone, type: BrokerProblem.damaged, title: "Damaged record",
                detail: "The record at \(found.position) is not what was written; its source can publish it again.")
        }
        return found
    }

    // MARK: Scanning

    private static func page(_ query: LogQuery, in database: Database) throws -> Page {
        let newest = try Int64.fetchOne(database, sql: "SELECT max(position) FROM log") ?? 0
        guard query.last != nil || query.after <= newest else { return Page(next: newest) }
        let rows = try cursor(query, newest, in: database)
        let limit = query.last ?? query.limit
        var page = Page(next: query.last == nil ? query.after : newest)
        var bytes = 0
        var scanned = 0
        var position: Int64 = 0
        while page.entries.count < limit, bytes < byteLimit, scanned < scanLimit, let row = try rows.next() {
            scanned += 1
            position = row["position"]
            guard matches(row, query) else { continue }
            page.entries.append(entry(row))
            bytes += page.entries.last?.body?.count ?? 0
        }
        guard query.last != nil else {
            if scanned > 0 { page.next = position }
            page.hasMore = page.next < newest
            return page
        }
        if page.entries.count < limit, bytes >= byteLimit || scanned >= scanLimit { page.earlier = position }
        page.entries.reverse()
        return page
    }

    private static func cursor(_ query: LogQuery, _ newest: Int64, in database: Database) throws -> RowCursor {
        let columns = "position, received_at, \(EventRecord.columns)"
        guard query.last == nil else {
            return try Row.fetchCursor(
                database, sql: "SELECT \(columns) FROM log WHERE position < ? ORDER BY position DESC",
                arguments: [query.before ?? newest + 1])
        }
        return try Row.fetchCursor(
            database, sql: "SELECT \(columns) FROM log WHERE position > ? ORDER BY position",
            arguments: [query.after])
    }

    private static func matches(_ row: Row, _ query: LogQuery) -> Bool {
        for (column, wanted) in [("topic", query.topic), ("type", query.type), ("subject", query.subject)] {
            if let wanted, String.fromDatabaseValue(row[column]) != wanted { return false }
        }
        return true
    }

    private static func entry(_ row: Row) -> Entry {
        Entry(position: row["position"], receivedAt: row["received_at"], body: EventRecord(verifying: row)?.body)
    }
}

/// An event's id, taken apart.
struct EventID: Sendable {
    let text: String
    let source: String
    let topic: String
    let sequence: Int64

    /// Nil if it is not of the form `order-service/orders/17`.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, !parts[1].isEmpty, let sequence = Int64(parts[2]), sequence >= 1
        else { return nil }
        self.text = text
        source = "/\(parts[0])"
        topic = String(parts[1])
        self.sequence = sequence
    }
}
