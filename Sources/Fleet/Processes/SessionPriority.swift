import Glibc

/// How a process that leads a session stands with others while the processors are short.
///
/// Linux shares them out among sessions first (autogroup, sched(7)), and a session's part can be made smaller and whole
/// again without privilege, which a process's own nice value cannot. Where processors are shared out otherwise, as
/// among the groups of a container engine, this changes nothing.
package enum SessionPriority: Int, Sendable {
    case normal = 0
    /// A third of a normal one's part: enough to begin in seconds on a machine that is full.
    case behind = 5
    /// A tenth of it: for what nobody waits for.
    case last = 10

    /// - Returns: false if it is to be asked again in a moment: without privilege one change in 100 ms is taken.
    @discardableResult
    package func apply(to pid: Int32) -> Bool {
        let file = open("/proc/\(pid)/autogroup", O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return true }
        defer { close(file) }
        let text = "\(rawValue)"
        return write(file, text, text.utf8.count) >= 0 || errno != EAGAIN
    }
}
