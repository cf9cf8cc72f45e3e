import FoundationEssentials
import GRDB
import Glibc

/// Counts the starts on a database: in the file itself (`user_version`) and in a small file beside it. A database that
/// is gone, empty or older than what stands beside it is not the one that was there, though it may be a sound file.
///
/// It sees that the last start is missing, not what was written after it: a write-ahead log that is lost once SQLite
/// has taken the start out of it into the file (after 1,000 pages, some 4 MB) passes until then.
struct DatabaseEpoch {
    private let path: String
    private let noted: Int?

    private var note: String { "\(path)-epoch" }

    /// Looks before anybody has touched the file.
    /// - Throws: ``DamagedDatabase`` if there was a database here and there is none, or nothing of it.
    init(of path: String) throws {
        self.path = path
        let text = FileManager.default.contents(atPath: "\(path)-epoch").map { String(decoding: $0, as: UTF8.self) }
        noted = text.flatMap { Int($0.prefix { $0 != "\n" }) }
        guard noted != nil else { return }
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw DamagedDatabase(path: path, finding: "it is not there, though \(path)-epoch tells of it")
        }
        guard status.st_size > 0 else {
            throw DamagedDatabase(path: path, finding: "it is empty, though \(path)-epoch tells of what was in it")
        }
    }

    /// Compares the open file with what stands beside it, and begins the next epoch in both, the file first: whoever
    /// dies in between leaves the file ahead, which is nothing amiss.
    /// - Throws: ``DamagedDatabase`` if the file is behind.
    func begin(_ database: Database) throws {
        let epoch = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        if let noted, epoch < noted {
            throw DamagedDatabase(
                path: path,
                finding: "it knows of \(epoch) of its \(noted) starts: it is an old one, or its log \(path)-wal is lost"
            )
        }
        do {
            try database.execute(sql: "PRAGMA user_version = \(epoch + 1)")
        } catch  where StorageFailure(error) != nil {
            // A disk that takes nothing now is no damage: what can be read is served, and the epoch stays what it was.
            return
        }
        try? write(epoch + 1)
    }

    private func write(_ epoch: Int) throws {
        let draft = "\(note).draft"
        try Data("\(epoch)\n".utf8).write(to: URL(filePath: draft))
        try sync(draft)
        guard rename(draft, note) == 0 else { throw Unwritten() }
        try sync(URL(filePath: note).deletingLastPathComponent().path)
    }

    private func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Unwritten() }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Unwritten() }
    }

    private struct Unwritten: Error {}
}
