import FoundationEssentials
import Glibc

/// The folder that holds everything of one fleet: `$SHOP_HOME`. Two fleets with two homes never meet.
package struct FleetHome: Sendable, Equatable {
    /// Absolute, without a slash at the end.
    package let path: String

    package init(path: String) {
        self.path = path
    }

    package var data: String { path + "/data" }
    /// What becomes ``data`` when a backup is restored.
    package var restoring: String { data + ".restoring" }
    package var logs: String { path + "/logs" }
    package var run: String { path + "/run" }
    /// Has a file for each instance that waits for its predecessor to give up the database.
    package var standby: String { run + "/standby" }
    /// In the run folder: where commands reach the supervisor.
    package static let controlSocket = "control.sock"
    /// The running fleet's own topology, with addresses and releases.
    package var fleetFile: String { run + "/fleet.json" }
    /// What the supervisor knows about each process.
    package var stateFile: String { run + "/state.json" }
    /// The URL of the RabbitMQ that carries events, readable by nobody else; absent where the broker does.
    package var brokerFile: String { run + "/broker.url" }
    /// Held by the supervisor as long as it lives.
    package var lockFile: String { run + "/shop.lock" }

    package func log(of process: String) -> String { "\(logs)/\(process).log" }

    /// Makes the folders that are missing.
    /// - Throws: ``FleetError/restoreInterrupted(folder:)``; an error of the file system.
    package func prepare() throws {
        try refuseHalfRestored()
        try make([data, logs, run])
    }

    /// Makes what is missing but the data, which a backup brings.
    package func prepareForRestore() throws { try make([logs, run]) }

    /// - Throws: ``FleetError/restoreInterrupted(folder:)`` if a shop that starts now would be an empty one.
    package func refuseHalfRestored() throws {
        let files = FileManager.default
        guard files.fileExists(atPath: data) || !files.fileExists(atPath: restoring) else {
            throw FleetError.restoreInterrupted(folder: restoring)
        }
    }

    private func make(_ folders: [String]) throws {
        for folder in folders {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
    }

    /// Removes what is only true while a fleet runs, also what a supervisor that was killed left half done. The lock
    /// stays with whoever holds it.
    package func removeRunFiles() {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: run)) ?? []
        for file in files.map({ "\(run)/\($0)" }) where file != lockFile {
            try? FileManager.default.removeItem(atPath: file)
        }
    }

    /// The names of the processes that have a log here.
    package var logNames: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: logs)) ?? []
        return files.filter { $0.hasSuffix(".log") }.map { String($0.dropLast(".log".count)) }.sorted()
    }
}

extension FleetHome {
    /// The recorded state; nil if no fleet was started here, or it was taken down.
    package func recordedState() -> FleetState? {
        guard let data = FileManager.default.contents(atPath: stateFile) else { return nil }
        return try? FleetState.decoder().decode(FleetState.self, from: data)
    }

    /// Writes what only the owner may read, before anybody can open it.
    package func writeSecret(_ text: String, to file: String) throws {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        let count = descriptor < 0 ? -1 : Glibc.write(descriptor, text, text.utf8.count)
        let reason = String(cString: strerror(errno))
        if descriptor >= 0 { close(descriptor) }
        guard count == text.utf8.count else { throw FleetError.fileFailed(file, reason: reason) }
    }

    /// Writes so that a reader sees the old file or the new one, never a part.
    func write(_ data: Data, to file: String) throws {
        let draft = "\(file).\(ProcessInfo.processInfo.processIdentifier).draft"
        try data.write(to: URL(filePath: draft))
        guard rename(draft, file) == 0 else {
            throw FleetError.fileFailed(file, reason: String(cString: strerror(errno)))
        }
    }
}
