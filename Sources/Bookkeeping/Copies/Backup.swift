import FoundationEssentials
import GRDB
import Wire

/// A copy of all databases of a shop as they were at one moment (``DatabaseMoment`` says why it must be one), in a
/// folder of its own. The manifest is written last: a folder without one is no backup.
package enum Backup {
    /// Copies the databases of a running shop or of one at rest.
    /// - Parameters:
    ///   - folder: is made; it must not be there, or be empty.
    ///   - release: a short text that names the build that ran.
    ///   - hasOwnBroker: false where another engine carries the events. Its queues are not copied, so that the moment
    ///     must be one at which they have nothing that anybody has still to handle.
    /// - Returns: what was copied, and how long writers had to wait for it.
    /// - Throws: `DatabaseError`, or an error that names the file.
    package static func take(
        _ moment: DatabaseMoment, into folder: String, release: String, hasOwnBroker: Bool = true
    ) throws -> (manifest: BackupManifest, held: Duration) {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var files: [BackupManifest.File] = []
        // Where another engine carries the events, a book of the broker's is an old one.
        for name in moment.names where hasOwnBroker || name != "broker.sqlite" {
            try moment.copy(name, to: "\(folder)/\(name)")
            try DatabaseCheck.run("\(folder)/\(name)")
            try DurableFile.sync("\(folder)/\(name)")
            if let file = try BackupManifest.File(name, in: folder) { files.append(file) }
        }
        let manifest = try BackupManifest(
            taken: EventTime(milliseconds: moment.taken).text, release: release, hasOwnBroker: hasOwnBroker,
            carriedElsewhere: moment.carriedElsewhere(), files: files)
        try manifest.write(to: folder)
        try DurableFile.sync(folder)
        return (manifest, moment.held)
    }

    /// Puts a backup in the place of a shop's databases, all of them or none. What was there before is kept beside it.
    ///
    /// One database alone is never restored: its services would take what the others say next for what they have heard.
    /// The caller sees to it that nothing of the shop runs.
    /// - Parameters:
    ///   - folder: the backup's.
    ///   - data: where the databases lie.
    ///   - fresh: beside it, where they are put together. What lies there is of a restore that was cut off; if `data`
    ///     is not there, that was between its last two steps.
    ///   - time: names what was there before.
    /// - Returns: the manifest, and where what was there before is now; nil if nothing was there.
    /// - Throws: ``BackupDamage``, before anything was touched; an error that names the file.
    package static func restore(
        _ folder: String, to data: String, through fresh: String, at time: EventTime
    ) throws -> (manifest: BackupManifest, aside: String?) {
        let manifest = try BackupManifest.verified(in: folder)
        try? FileManager.default.removeItem(atPath: fresh)
        try FileManager.default.createDirectory(atPath: fresh, withIntermediateDirectories: true)
        do {
            for file in manifest.files { try DurableFile.copy("\(folder)/\(file.name)", to: "\(fresh)/\(file.name)") }
            // A disk may give back other bytes than it was given: what will be served is what is looked at.
            for file in manifest.files {
                guard try BackupManifest.File(file.name, in: fresh) == file else {
                    throw BackupDamage("\(fresh)/\(file.name) is not what was copied there")
                }
                try DatabaseCheck.run("\(fresh)/\(file.name)")
            }
            try manifest.carriedElsewhere?.write(to: fresh)
            try DurableFile.sync(fresh)
        } catch {
            try? FileManager.default.removeItem(atPath: fresh)
            throw error
        }
        var aside: String?
        if let content = try? FileManager.default.contentsOfDirectory(atPath: data), content.isEmpty {
            try FileManager.default.removeItem(atPath: data)
        } else if FileManager.default.fileExists(atPath: data) {
            let name = "\(data).before-\(time.text.replacing(":", with: "-"))"
            try DurableFile.rename(data, to: name)
            aside = name
        }
        try DurableFile.rename(fresh, to: data)
        return (manifest, aside)
    }
}

/// Whether a database file is one, from its first page to its last.
package enum DatabaseCheck {
    /// - Throws: ``BackupDamage``.
    package static func run(_ path: String) throws {
        do {
            var configuration = Configuration()
            configuration.readonly = true
            let database = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? database.close() }
            let finding = try database.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
            guard finding == "ok" else { throw BackupDamage("\(path) is damaged: \(finding ?? "it says nothing")") }
        } catch let error as DatabaseError {
            throw BackupDamage("\(path) is damaged: \(error.message ?? "\(error)")")
        }
    }
}
