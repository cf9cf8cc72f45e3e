import Synchronization
import Vocabulary

/// Those who watch orders, each told when theirs has changed.
final class OrderWatchers: Sendable {
    private struct State {
        var watchers: [OrderNumber: [Int: AsyncStream<Void>.Continuation]] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    /// One element at once, and one for each commit that changed the order; several changes may be one element.
    func changes(of number: OrderNumber) -> AsyncStream<Void> {
        let (changes, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let key = state.withLock { state in
            state.next += 1
            state.watchers[number, default: [:]][state.next] = continuation
            return state.next
        }
        continuation.yield()
        continuation.onTermination = { [weak self] _ in self?.forget(key, of: number) }
        return changes
    }

    func changed(_ number: OrderNumber) {
        for watcher in state.withLock({ $0.watchers[number] }) ?? [:] { watcher.value.yield() }
    }

    /// How many watch, for tests.
    package var count: Int { state.withLock { $0.watchers.values.reduce(0) { $0 + $1.count } } }

    private func forget(_ key: Int, of number: OrderNumber) {
        state.withLock { state in
            state.watchers[number]?[key] = nil
            if state.watchers[number]?.isEmpty == true { state.watchers[number] = nil }
        }
    }
}
