import Synchronization

/// What is known of the running fleet, shared by those who find it out and those who show or record it.
package final class FleetBoard: Sendable {
    private struct Storage {
        var state: FleetState
        var watchers: [Int: AsyncStream<FleetState>.Continuation] = [:]
        var nextWatcher = 0
        var isFinished = false
    }

    private let storage: Mutex<Storage>
    /// Held through a change and its telling. `storage` is not: to wake a task needs what its cancellation holds, and
    /// that wants `storage`, to take the watcher off.
    private let turn = Mutex<Void>(())

    package init(_ state: FleetState) {
        storage = Mutex(Storage(state: state))
    }

    package var state: FleetState { storage.withLock { $0.state } }

    /// The state now and after each change. A slow reader misses what is outdated; the last state always arrives.
    package func changes() -> AsyncStream<FleetState> {
        let (stream, continuation) = AsyncStream.makeStream(of: FleetState.self, bufferingPolicy: .bufferingNewest(1))
        let number: Int? = storage.withLock { storage in
            continuation.yield(storage.state)
            guard !storage.isFinished else { return nil }
            defer { storage.nextWatcher += 1 }
            storage.watchers[storage.nextWatcher] = continuation
            return storage.nextWatcher
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.storage.withLock { $0.watchers.removeValue(forKey: number) }
        }
        return stream
    }

    func update(_ change: (inout FleetState) -> Void) {
        turn.withLock { _ in
            let (state, watchers) = storage.withLock { storage in
                let before = storage.state
                change(&storage.state)
                return (storage.state, storage.state == before ? [] : Array(storage.watchers.values))
            }
            for watcher in watchers { watcher.yield(state) }
        }
    }

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
        for await state in changes() where condition(state) { return state }
        return nil
    }

    /// Ends all streams of changes.
    package func finish() {
        let watchers = storage.withLock { storage in
            defer { storage.watchers = [:] }
            storage.isFinished = true
            return storage.watchers
        }
        for watcher in watchers.values { watcher.finish() }
    }
}
