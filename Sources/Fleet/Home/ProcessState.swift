import FoundationEssentials

/// One instance of a process of a running fleet, as its supervisor sees it.
package struct ProcessState: Codable, Sendable, Equatable {
    package enum Phase: String, Codable, Sendable {
        /// It runs, and has not answered its readiness check yet.
        case starting
        case ready
        /// It was ready, and does not answer any more.
        case unready
        /// It ended by itself, and is started again after a pause.
        case waiting
        /// A successor has taken over; it answers what it still has.
        case draining
        case stopped
    }

    /// Unique in the fleet, such as `decide-fragments-12-a31d074-1`.
    package let id: String
    package let name: String
    package let team: String
    package let address: String
    package let release: String
    /// The percentage of visitors that it is for.
    package var share: Int
    package var phase: Phase
    package var pid: Int32?
    /// When its present run started.
    package var started: Date?
    /// From its start to its first readiness, in its present run.
    package var readyMilliseconds: Int?
    package var restarts: Int
    /// It is as far as it can be before its predecessor gives up the database.
    package var isInStandby: Bool?
    /// How its last run ended, such as `exit 1` or `signal 9`.
    package var lastExit: String?

    package init(
        id: String? = nil, name: String, team: String, address: String, release: String, share: Int = 100,
        phase: Phase = .starting, pid: Int32? = nil, started: Date? = nil, readyMilliseconds: Int? = nil,
        restarts: Int = 0, lastExit: String? = nil
    ) {
        self.id = id ?? name
        self.share = share
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
