import FoundationEssentials

/// Decides whether a fleet that is starting has failed to.
package struct StartWatch: Sendable {
    package struct Failure: Error, Sendable, Equatable {
        package let process: String
        package let reason: String

        package init(process: String, reason: String) {
            self.process = process
            self.reason = reason
        }
    }

    /// So many ends before the fleet was up once are no accident.
    package static let tolerated = 3

    private let fleet: FleetFile

    package init(_ fleet: FleetFile) {
        self.fleet = fleet
    }

    /// The first process that keeps ending, or that is not ready in its time; nil while there is hope.
    package func failure(in state: FleetState, at now: Date) -> Failure? {
        guard state.phase == .starting else { return nil }
        for process in state.processes where process.restarts >= Self.tolerated {
            let exit = process.lastExit ?? "unknown"
            return Failure(process: process.name, reason: "it ended \(process.restarts) times (\(exit))")
        }
        for process in state.processes where process.readyMilliseconds == nil {
            let limit = fleet[name: process.name]?.timeouts.readySeconds ?? 20
            if now.timeIntervalSince(state.started) > Double(limit) {
                return Failure(process: process.name, reason: "it was not ready within \(limit) s")
            }
        }
        return nil
    }

    /// Watches until the fleet is up (nil) or has failed to start.
    package func watch(_ board: FleetBoard) async -> Failure? {
        while !Task.isCancelled, board.state.phase == .starting {
            if let failure = failure(in: board.state, at: Date()) { return failure }
            try? await Task.sleep(for: .milliseconds(50))
        }
        return nil
    }
}
