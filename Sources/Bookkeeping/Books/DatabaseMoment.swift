import FoundationEssentials
import GRDB
import Glibc

/// All databases of a shop at one moment, as a power cut would leave them.
///
/// A shop's databases know of each other by events only, but what is kept of an event is spread over three of them: the
/// producer's outbox, the broker's log, the consumer's inbox. Looked at one after the other they contradict each other,
/// and copied one after the other they lose: whichever comes first, there is an event that has just left the one and is
/// not in the other yet; and a consumer's copy that is newer than its producer's takes the next events for repetitions,
/// since after a restore their numbers are given again. No order helps where services say and hear.
///
/// So the right to write each file is taken first, in the order of their names, all of them held together; then each is
/// pinned to what it has (a read transaction on its write-ahead log), and the rights are given back: writers wait
/// for some milliseconds, well below their five seconds. Between the last right taken and the first given back nobody
/// commits anywhere, so that what is pinned is one state of the whole. It is the state that a power cut at that moment
/// leaves, and from that every service goes on by itself: what the outbox has is sent again, the broker keeps one of
/// each; what is not acknowledged is delivered again, the inbox lets it have no second effect. No service holds one of
/// these rights while it waits for another's, so that nobody waits in a circle.
package final class DatabaseMoment: Sendable {
    /// The files' names, in their order.
    package let names: [String]
    /// When it was, in milliseconds since 1970.
    package let taken: Int
    /// How long writers had to wait.
    package let held: Duration
    private let readers: [String: DatabaseQueue]
    private let folder: String

    /// - Parameters:
    ///   - folder: with the databases, `*.sqlite`.
    ///   - isWritten: whether their services may run. Of a shop at rest nothing has to be held.
    /// - Throws: `DatabaseError`.
    package init(of folder: String, isWritten: Bool) throws {
        let names = Self.files(in: folder)
        var readers: [String: DatabaseQueue] = [:]
        for name in names { readers[name] = try Self.open("\(folder)/\(name)", readonly: true) }
        let locks = isWritten ? try names.map { try Self.open("\(folder)/\($0)", readonly: false) } : []
        let start = ContinuousClock.now
        do {
            for lock in locks { try lock.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") } }
            taken = Int(Date().timeIntervalSince1970 * 1_000)
            for name in names {
                try readers[name]?.inDatabase { database in
                    try database.execute(sql: "BEGIN")
                    _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema")
                }
            }
        } catch {
            for lock in locks { try? lock.close() }
            throw error
        }
        // Closing gives the right back: nothing was written.
        for lock in locks {
            try? lock.inDatabase { if $0.isInsideTransaction { try $0.execute(sql: "ROLLBACK") } }
            try? lock.close()
        }
        held = start.duration(to: .now)
        self.folder = folder
        self.names = names
        self.readers = readers
    }

    /// The databases that lie in a folder.
    package static func files(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".sqlite") }
            .sorted()
    }

    private static func open(_ path: String, readonly: Bool) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = readonly
        configuration.allowsUnsafeTransactions = true
        configuration.busyMode = .timeout(5)
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Reads a database as it was.
    /// - Returns: nil if there is no such file, or it has none of its tables yet.
    func read<Value>(_ name: String, table: String, _ body: (Database) throws -> Value) throws -> Value? {
        guard let reader = readers[name] else { return nil }
        return try reader.inDatabase { try $0.tableExists(table) ? body($0) : nil }
    }

    /// What is written down beside the databases, which does not change while a shop runs.
    func carriedElsewhere() throws -> CarriedElsewhere? { try CarriedElsewhere.written(in: folder) }

    /// Files that are not sound databases from their first page to their last, and what is wrong with them.
    func damages() throws -> [String: String] {
        var damages: [String: String] = [:]
        for (name, reader) in readers {
            let finding = try reader.inDatabase { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
            // Less than a page passes for a database that has nothing yet.
            var status = stat()
            let size = stat("\(folder)/\(name)", &status) == 0 ? Int(status.st_size) : 0
            if (1..<4_096).contains(size) { damages[name] = "it has \(size) bytes, less than a page" }
            if finding != "ok" { damages[name] = finding ?? "it cannot be looked through" }
        }
        return damages
    }

    /// Copies a database as it was, page by page, into a new file, which is on disk then.
    func copy(_ name: String, to path: String) throws {
        guard let reader = readers[name] else { return }
        let copy = try DatabaseQueue(path: path)
        try reader.inDatabase { source in
            try copy.inDatabase { copy in
                try source.backup(to: copy)
                // One file, with nothing beside it; its service turns the log on again.
                try copy.execute(sql: "PRAGMA journal_mode = DELETE")
            }
        }
        try copy.close()
    }

    /// Lets the services' files go.
    package func close() {
        for reader in readers.values {
            try? reader.inDatabase { if $0.isInsideTransaction { try $0.execute(sql: "ROLLBACK") } }
            try? reader.close()
        }
    }
}
