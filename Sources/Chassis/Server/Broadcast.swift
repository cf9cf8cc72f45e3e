import Synchronization

/// A value that changes, and those who wait for what it becomes.
final class Broadcast<Value: Sendable>: Sendable {
    private struct State {
        var value: Value
        var watchers: [Int: AsyncStream<Value>.Continuation] = [:]
        var nextWatcher = 0
    }

    private let state: Mutex<State>
    /// Held through a change and its telling, so that watchers learn the changes in their order. `state` is not: to
    /// wake a task needs what its cancellation holds, and that wants `state`, to take the watcher off.
    private let turn = Mutex<Void>(())

    init(_ value: Value) {
        state = Mutex(State(value: value))
    }

    var value: Value { state.withLock(\.value) }

    /// Changes the value; watchers learn it in the order of changes.
    @discardableResult
    func change<Answer>(_ change: (inout Value) -> sending Answer) -> sending Answer {
        turn.withLock { _ in
            let answer = state.withLock { change(&$0.value) }
            let (value, watchers) = state.withLock { ($0.value, Array($0.watchers.values)) }
            for watcher in watchers { watcher.yield(value) }
            return answer
        }
    }

    /// The value now and whatever it becomes; who is slow gets the newest only.
    func values() -> AsyncStream<Value> {
        let (values, continuation) = AsyncStream.makeStream(of: Value.self, bufferingPolicy: .bufferingNewest(1))
        let watcher = state.withLock { state in
            state.nextWatcher += 1
            state.watchers[state.nextWatcher] = continuation
            continuation.yield(state.value)
            return state.nextWatcher
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.watchers.removeValue(forKey: watcher) }
        }
        return values
    }

    /// Returns when the value is such, or the task is cancelled.
    func wait(until isSuch: (Value) -> Bool) async {
        for await value in values() where isSuch(value) { return }
    }
}
