import GRDB
import Glibc

/// A service's file is not what was written. The service does not start on it: what it said to others, and they to it,
/// could be another story than the one that it tells from now on.
package struct DamagedDatabase: Error, CustomStringConvertible {
    /// The exit code of a process that refuses its data: `EX_DATAERR` of sysexits(3).
    package static let exitCode: Int32 = 65

    let path: String
    let finding: String

    package var description: String {
        "\(path) is damaged (\(finding)); put a backup in the place of all databases: ./shop down, then ./shop restore DIR"
    }

    /// Nil for an error that says nothing about what is in the file.
    init?(_ error: any Error, at path: String) {
        guard let error = error as? DatabaseError, [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode) else {
            return nil
        }
        self.init(path: path, finding: error.message ?? "\(error.resultCode)")
    }

    init(path: String, finding: String) {
        self.path = path
        self.finding = finding
    }

    /// A file that has less than a page would pass for a new one.
    static func checkSize(at path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0, (1..<Self.smallest).contains(Int(status.st_size)) else { return }
        throw DamagedDatabase(path: path, finding: "it has \(status.st_size) bytes, less than a page")
    }

    /// SQLite's pages, unless it is told otherwise.
    private static let smallest = 4_096

    /// Looks through every page of the file. That takes about a quarter of a second for 200 MB that the system has in
    /// memory, and 10 ms for a shop's first thousand orders. What a page says it cannot know; what is said to others
    /// carries checksums of its own (``OutboxRow``).
    static func check(_ database: Database, at path: String) throws {
        let finding = try String.fetchOne(database, sql: "PRAGMA quick_check(1)")
        guard finding == "ok" else {
            throw DamagedDatabase(path: path, finding: finding ?? "it cannot be looked through")
        }
    }
}
