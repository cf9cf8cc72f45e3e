import Wire

/// What is known of the running fleet, shared by those who find it out and those who show or record it.
package final class FleetBoard: Sendable {
    private let broadcast: Broadcast<FleetState>

    package init(_ state: FleetState) {
        broadcast = Broadcast(state)
    }

    package var state: FleetState { broadcast.value }

    /// The state now and after each change. A slow reader misses what is outdated; the last state always arrives.
    package func changes() -> AsyncStream<FleetState> { broadcast.values() }

    func update(_ change: (inout FleetState) -> Void) { broadcast.update(change) }

    /// Changes what is known of one instance.
    package func update(_ id: String, _ change: (inout ProcessState) -> Void) {
        update { state in
            guard let index = state.processes.firstIndex(where: { $0.id == id }) else { return }
            change(&state.processes[index])
            if state.phase == .starting, state.isReady { state.phase = .up }
        }
    }

    /// A new instance stands behind the others of its process, or at the end.
    func add(_ process: ProcessState) {
        update { state in
            let last = state.processes.lastIndex { $0.name == process.name }
            state.processes.insert(process, at: last.map { $0 + 1 } ?? state.processes.endIndex)
        }
    }

    func remove(_ id: String) {
        update { state in state.processes.removeAll { $0.id == id } }
    }

    /// The first state, from now on, of which `condition` holds; nil when the fleet has ended before.
    package func state(where condition: (FleetState) -> Bool) async -> FleetState? {
        await broadcast.wait(until: condition)
    }

    /// Ends all streams of changes.
    package func finish() { broadcast.finish() }
}
