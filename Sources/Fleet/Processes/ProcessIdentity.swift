import Glibc

/// A process that cannot be mistaken for a later one with the same number: its number and when it started.
package struct ProcessIdentity: Codable, Sendable, Equatable, Hashable {
    package let pid: Int32
    /// Clock ticks from boot to its start.
    package let startTime: UInt64

    /// The process that has the number now; nil if none has.
    package init?(_ pid: Int32) {
        guard let startTime = ProcessTable.startTime(of: pid) else { return nil }
        self.pid = pid
        self.startTime = startTime
    }

    package static var current: ProcessIdentity? { ProcessIdentity(getpid()) }

    /// Whether this very process still runs.
    package var isAlive: Bool {
        ProcessTable.startTime(of: pid) == startTime
    }

    /// Signals the process, unless it is gone. Returns whether it was there.
    @discardableResult
    package func send(_ signal: Int32) -> Bool {
        isAlive && kill(pid, signal) == 0
    }

    /// Waits until the process is gone, at most for `limit`. Returns whether it is gone.
    package func hasEnded(within limit: Duration) async -> Bool {
        let deadline = ContinuousClock.now + limit
        while isAlive {
            guard ContinuousClock.now < deadline else { return false }
            try? await Task.sleep(for: .milliseconds(20))
            if Task.isCancelled { return !isAlive }
        }
        return true
    }
}
