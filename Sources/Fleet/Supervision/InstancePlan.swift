import Glibc

/// One instance that is to run: of which process, from which release, where.
package struct InstancePlan: Sendable {
    package var id: String
    package var process: ProcessSpecification
    /// Its release's version.
    package var release: String
    /// `host:port` of its own.
    package var address: String
    package var share: Int
    package var executable: String
    /// Where it finds its files: its release's folder.
    package var root: String
    package var environment: [String: String]
    package var log: ProcessLog
    /// The socket that it shares with its predecessor and its successor.
    package var socket: PublicSocket?
    /// Whether it is started again when it ends by itself. A candidate is not.
    package var isKeptAlive: Bool
    /// Whether it stands behind the others for the processors, until it is brought forward: nobody waits for it yet.
    package var standsBehind = false
    /// Whether it leaves the socket that it shares alone until its turn is given to it: first it is looked at.
    package var awaitsTurn = false

    var initialState: ProcessState {
        ProcessState(id: id, name: process.name, team: process.team, address: address, release: release, share: share)
    }
}

/// How an instance is to end.
package enum Farewell: Int, Sendable, Comparable {
    /// It answers what it has, each connection once more, and then ends: a successor serves.
    case drain
    /// It finishes what is in flight.
    case stop
    case kill

    var signal: Int32 {
        switch self {
        case .drain: SIGQUIT
        case .stop: SIGTERM
        case .kill: SIGKILL
        }
    }

    package static func < (left: Farewell, right: Farewell) -> Bool { left.rawValue < right.rawValue }
}
