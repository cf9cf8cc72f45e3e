import Glibc

/// An exclusive flock(2) on a file, which ends with the process that holds it, however that ends.
struct FileLock {
    private let descriptor: Int32

    /// Waits until the lock is free.
    static func wait(_ path: String) throws(ReleaseError) -> FileLock {
        guard let lock = try FileLock(path, LOCK_EX) else { throw .writing(path, EWOULDBLOCK) }
        return lock
    }

    /// Nil if another one holds the lock.
    static func attempt(_ path: String) throws(ReleaseError) -> FileLock? {
        try FileLock(path, LOCK_EX | LOCK_NB)
    }

    private init?(_ path: String, _ operation: Int32) throws(ReleaseError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .writing(path) }
        while flock(descriptor, operation) != 0 {
            if errno == EINTR { continue }
            let code = errno
            close(descriptor)
            if code == EWOULDBLOCK { return nil }
            throw .writing(path, code)
        }
    }

    func release() {
        close(descriptor)
    }
}
