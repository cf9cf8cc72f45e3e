import Synchronization

/// A value that changes, and those who wait for what it becomes, until it changes no more.
///
/// Watchers are told while no lock is held: to wake a task needs what its cancellation holds, and that wants the lock,
/// to take the watcher off. So that they learn changes in their order all the same, one thread at a time tells, also
/// what others change meanwhile.
package final class Broadcast<Value: Sendable>: Sendable {
    private struct Watcher {
        let stream: AsyncStream<Value>.Continuation
        /// The newest version that it has been told.
        var told: Int
    }

    private struct State {
        var value: Value
        /// Counts the changes that watchers are to learn.
        var version = 0
        var isFinished = false
        /// A thread is telling, and does not stop before everybody knows everything.
        var isTelling = false
        var watchers: [Int: Watcher] = [:]
        var nextWatcher = 0

        /// - Returns: false if a thread tells already.
        mutating func beginsTelling() -> Bool {
            defer { isTelling = true }
            return !isTelling
        }

        /// What somebody does not know yet, as told; nil if there is nothing, which ends the telling.
        mutating func takeNews() -> News? {
            let behind = watchers.filter { $0.value.told < version }
            let ending = isFinished ? watchers : [:]
            guard !behind.isEmpty || !ending.isEmpty else {
                isTelling = false
                return nil
            }
            for number in behind.keys { watchers[number]?.told = version }
            if isFinished { watchers = [:] }
            return News(value: value, behind: behind.values.map(\.stream), ending: ending.values.map(\.stream))
        }
    }

    private struct News {
        let value: Value
        let behind: [AsyncStream<Value>.Continuation]
        let ending: [AsyncStream<Value>.Continuation]
    }

    private let state: Mutex<State>

    package init(_ value: Value) {
        state = Mutex(State(value: value))
    }

    package var value: Value { state.withLock(\.value) }

    // MARK: Changing

    /// Changes the value, and tells the watchers.
    @discardableResult
    package func change<Answer>(_ change: (inout Value) -> sending Answer) -> sending Answer {
        let answer = state.withLock { state in
            state.version += 1
            return change(&state.value)
        }
        tell()
        return answer
    }

    /// Ends every stream, behind the value as it is now.
    package func finish() {
        state.withLock { $0.isFinished = true }
        tell()
    }

    private func tell() {
        guard state.withLock({ $0.beginsTelling() }) else { return }
        while let news = state.withLock({ $0.takeNews() }) {
            for watcher in news.behind { watcher.yield(news.value) }
            for watcher in news.ending { watcher.finish() }
        }
    }

    // MARK: Watching

    /// The value now and whatever it becomes; who is slow misses what is outdated. Once it is finished: the last value.
    package func values() -> AsyncStream<Value> {
        let (values, continuation) = AsyncStream.makeStream(of: Value.self, bufferingPolicy: .bufferingNewest(1))
        let number: Int? = state.withLock { state in
            continuation.yield(state.value)
            guard !state.isFinished else { return nil }
            defer { state.nextWatcher += 1 }
            state.watchers[state.nextWatcher] = Watcher(stream: continuation, told: state.version)
            return state.nextWatcher
        }
        guard let number else {
            continuation.finish()
            return values
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.watchers.removeValue(forKey: number) }
        }
        return values
    }

    /// The first value from now on that is such; nil if it ends before, or the task is cancelled.
    @discardableResult
    package func wait(until isSuch: (Value) -> Bool) async -> Value? {
        for await value in values() where isSuch(value) { return value }
        return nil
    }
}

extension Broadcast where Value: Equatable {
    /// Changes the value, and tells the watchers if it is another one then.
    package func update(_ change: (inout Value) -> Void) {
        let isNew = state.withLock { state in
            let before = state.value
            change(&state.value)
            guard state.value != before else { return false }
            state.version += 1
            return true
        }
        if isNew { tell() }
    }
}
