import FoundationEssentials

/// One process of a running fleet, as its supervisor sees it.
package struct ProcessState: Codable, Sendable, Equatable {
    package enum Phase: String, Codable, Sendable {
        /// It runs, and has not answered its readiness check yet.
        case starting
        case ready
        /// It was ready, and does not answer any more.
        case unready
        /// It ended by itself, and is started again after a pause.
        case waiting
        case stopped
    }

    package let name: String
    package let team: String
    package let address: String
    package let release: String
    package var phase: Phase
    package var pid: Int32?
    /// When its present run started.
    package var started: Date?
    /// From its start to its first readiness, in its present run.
    package var readyMilliseconds: Int?
    package var restarts: Int
    /// How its last run ended, such as `exit 1` or `signal 9`.
    package var lastExit: String?

    package init(
        name: String, team: String, address: String, release: String, phase: Phase = .starting, pid: Int32? = nil,
        started: Date? = nil, readyMilliseconds: Int? = nil, restarts: Int = 0, lastExit: String? = nil
    ) {
        self.name = name
        self.team = team
        self.address = address
        self.release = release
        self.phase = phase
        self.pid = pid
        self.started = started
        self.readyMilliseconds = readyMilliseconds
        self.restarts = restarts
        self.lastExit = lastExit
    }
}
