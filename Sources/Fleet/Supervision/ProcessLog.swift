import FoundationEssentials
import Glibc

/// The file that a process writes its output to.
///
/// The process holds the file itself, so that its last words are there even if the supervisor is gone. When the file
/// has grown to its limit, its content moves to `NAME.log.1` and the file starts empty again.
package struct ProcessLog: Sendable {
    package static let limit = 10 * 1024 * 1024

    package let path: String

    package init(path: String) {
        self.path = path
    }

    /// Opens the file for appending; the caller closes the descriptor.
    func open() throws -> Int32 {
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FleetError.fileFailed(path, reason: String(cString: strerror(errno))) }
        return descriptor
    }

    /// Sets the content aside if the file has grown to `limit`.
    package func rotate(at limit: Int = ProcessLog.limit) {
        var status = stat()
        guard stat(path, &status) == 0, Int(status.st_size) >= limit else { return }
        let aside = path + ".1"
        try? FileManager.default.removeItem(atPath: aside)
        guard (try? FileManager.default.copyItem(atPath: path, toPath: aside)) != nil else { return }
        truncate(path, 0)
    }
}
