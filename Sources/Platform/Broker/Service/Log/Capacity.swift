import GRDB
import Glibc

/// How much room there is for further events.
struct Capacity: Sendable {
    /// Bytes that the log may have.
    let limit: Int
    /// Bytes that the disk must have left.
    let freeLimit: Int
    /// Where the file lies; nil for a database in memory.
    let path: String?

    enum Shortage: Sendable {
        case log, disk
    }

    /// What hinders `bytes` more from being taken; nil if nothing does.
    func shortage(for bytes: Int, in database: Database) throws -> Shortage? {
        if let free = freeBytes, free < freeLimit { return .disk }
        return try Self.size(of: database) + bytes > limit ? .log : nil
    }

    /// Bytes of the pages in use.
    static func size(of database: Database) throws -> Int {
        func pragma(_ name: String) throws -> Int {
            try Int.fetchOne(database.cachedStatement(sql: "PRAGMA \(name)")) ?? 0
        }
        return try (pragma("page_count") - pragma("freelist_count")) * pragma("page_size")
    }

    private var freeBytes: Int? {
        var figures = statvfs()
        guard let path, statvfs(path, &figures) == 0 else { return nil }
        return Int(figures.f_bavail) * Int(figures.f_frsize)
    }
}
