import Dispatch
import FoundationEssentials
import Glibc

/// The right to write this process's data: one process at a time has it, by an exclusive flock(2) that ends with the
/// process. A successor starts while its predecessor still serves, and waits here until that one is gone.
enum WriterTurn {
    /// Waits until this process is the only writer. While it waits, a file in the standby folder says so.
    ///
    /// - Parameter prepare: what is done before it waits, as long as a predecessor writes.
    /// - Throws: ``SettingsError`` if the lock's file cannot be made, or what `prepare` throws.
    static func take(_ settings: ProcessSettings, preparing prepare: () throws -> Void) async throws {
        let path = "\(settings.data)/\(settings.name).lock"
        try? FileManager.default.createDirectory(atPath: settings.data, withIntermediateDirectories: true)
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw SettingsError(key: "SHOP_DATA", detail: "\(path): \(String(cString: strerror(errno)))")
        }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
        try prepare()
        let sign = "\(settings.home)/run/standby/\(settings.registry?.instance ?? settings.name)"
        try? FileManager.default.createDirectory(
            atPath: "\(settings.home)/run/standby", withIntermediateDirectories: true)
        FileManager.default.createFile(atPath: sign, contents: nil)
        defer { unlink(sign) }
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
                continuation.resume()
            }
        }
    }
}
