import Fleet

/// What a person should hear of a running fleet: ends and returns of processes.
package struct FleetNews: Sendable, Equatable {
    package let text: String
    package let isBad: Bool

    /// What happened between two states of one fleet.
    package static func between(_ old: FleetState, _ new: FleetState) -> [FleetNews] {
        new.processes.compactMap { after in
            guard let before = old[id: after.id] else { return nil }
            if after.restarts > before.restarts {
                let exit = after.lastExit ?? "?"
                return FleetNews(
                    text: "\(after.name) ended (\(exit)) and is started again (\(after.restarts))", isBad: true)
            }
            guard after.restarts > 0, before.phase != .ready, after.phase == .ready else { return nil }
            return FleetNews(text: "\(after.name) is ready again", isBad: false)
        }
    }
}
