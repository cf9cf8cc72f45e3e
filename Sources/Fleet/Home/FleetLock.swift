import Glibc

/// The right to supervise a home: an exclusive flock(2) on its lock file, which ends with the process that holds it.
package struct FleetLock: Sendable {
    private let descriptor: Int32
    private let file: String

    /// Takes the lock.
    ///
    /// - Throws: `FleetError.alreadySupervised` when another process holds it, also after a short wait (for a command
    ///   that is just cleaning up).
    package static func take(_ home: FleetHome) async throws -> FleetLock {
        for attempt in 0..<10 {
            if attempt > 0 { try await Task.sleep(for: .milliseconds(20)) }
            if let lock = try FleetLock(home.lockFile) { return lock }
        }
        throw FleetError.alreadySupervised(by: owner(of: home), url: home.recordedState()?.url)
    }

    /// Gives the lock back and removes its file, so that a home at rest has no run file.
    package func release() {
        unlink(file)
        close(descriptor)
    }

    /// The process that took the lock last; it need not live.
    package static func owner(of home: FleetHome) -> Int32? {
        ProcessTable.contents(of: home.lockFile).flatMap { Int32(String(decoding: $0, as: UTF8.self)) }
    }

    /// Nil when another process holds the lock.
    private init?(_ file: String) throws {
        self.file = file
        descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw FleetError.fileFailed(file, reason: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, stillNamesItsFile else {
            close(descriptor)
            return nil
        }
        let owner = String(getpid())
        ftruncate(descriptor, 0)
        pwrite(descriptor, owner, owner.utf8.count, 0)
    }

    /// False when the last holder removed the file between our opening and our locking it.
    private var stillNamesItsFile: Bool {
        var opened = stat()
        var named = stat()
        return fstat(descriptor, &opened) == 0 && stat(file, &named) == 0 && opened.st_ino == named.st_ino
    }
}
