import FoundationEssentials
import GRDB

/// Opens a service's own SQLite file the one way that the house does it: write-ahead log, every commit on disk before
/// it is acknowledged, foreign keys on, one writer.
package enum Storage {
    /// - Parameter path: the file; its folder is made if it is missing.
    /// - Throws: ``DamagedDatabase``, or another error that names the file.
    package static func open(_ path: String) throws -> any DatabaseWriter {
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
                try DamagedDatabase.check(database, at: path)
                try epoch.begin(database)
            }
            return pool
        } catch {
            if let damage = error as? DamagedDatabase ?? DamagedDatabase(error, at: path) { throw damage }
            throw SettingsError(key: "database", detail: "\(path) cannot be opened: \(error)")
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
