import FoundationEssentials
import GRDB

/// Opens a service's own SQLite file the one way that the house does it: write-ahead log, every commit on disk before
/// it is acknowledged, foreign keys on, one writer.
package enum Storage {
    /// - Parameters:
    ///   - path: the file; its folder is made if it is missing.
    ///   - isSound: whether it has been looked through a moment ago.
    /// - Throws: ``DamagedDatabase``, or another error that names the file.
    package static func open(_ path: String, isSound: Bool = false) throws -> any DatabaseWriter {
        let folder = URL(filePath: path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try DamagedDatabase.checkSize(at: path)
            let epoch = try DatabaseEpoch(of: path)
            var configuration = baseConfiguration()
            configuration.maximumReaderCount = 4
            let pool = try DatabasePool(path: path, configuration: configuration)
            // The pool itself chooses NORMAL when it turns the log on, which may lose the last commits with the power.
            try pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                if !isSound { try DamagedDatabase.check(database, at: path) }
                try epoch.begin(database)
            }
            return pool
        } catch {
            if let damage = error as? DamagedDatabase ?? DamagedDatabase(error, at: path) { throw damage }
            throw SettingsError(key: "database", detail: "\(path) cannot be opened: \(error)")
        }
    }

    /// Looks through a file that another process has open.
    /// - Returns: false if it could not be looked at.
    /// - Throws: ``DamagedDatabase``.
    package static func isSound(_ path: String) throws -> Bool {
        var configuration = baseConfiguration()
        configuration.readonly = true
        do {
            try DatabaseQueue(path: path, configuration: configuration).read {
                try DamagedDatabase.check($0, at: path)
            }
            return true
        } catch {
            if let damage = error as? DamagedDatabase ?? DamagedDatabase(error, at: path) { throw damage }
            return false
        }
    }

    /// A database of its own in memory, for tests: the same SQL, the same constraints.
    package static func inMemory() throws -> any DatabaseWriter {
        try DatabaseQueue(configuration: baseConfiguration())
    }

    private static func baseConfiguration() -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = true
        return configuration
    }
}
