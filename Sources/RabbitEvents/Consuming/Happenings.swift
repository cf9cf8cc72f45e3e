import Synchronization

/// What a session is told, in order. Unlike a stream it goes on for a task that is cancelled, which has to settle first
/// what it has begun.
final class Happenings<Happening: Sendable>: Sendable {
    private struct State {
        var waiting: CheckedContinuation<Happening, Never>?
        var queue: [Happening] = []
    }

    private let state = Mutex(State())

    func tell(_ happening: Happening) {
        let waiting = state.withLock { state in
            defer { state.waiting = nil }
            if state.waiting == nil { state.queue.append(happening) }
            return state.waiting
        }
        waiting?.resume(returning: happening)
    }

    /// For one listener.
    func next() async -> Happening {
        await withCheckedContinuation { continuation in
            let next = state.withLock { state -> Happening? in
                if state.queue.isEmpty {
                    state.waiting = continuation
                    return nil
                }
                return state.queue.removeFirst()
            }
            if let next { continuation.resume(returning: next) }
        }
    }
}
