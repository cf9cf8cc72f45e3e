import Synchronization

/// Wakes those who wait for something to be there; nobody looks again without having been called.
final class Bell: Sendable {
    enum Listeners: Hashable, Sendable {
        case group(String)
        case log
    }

    private struct State {
        var waiting: [Listeners: [Int: AsyncStream<Void>.Continuation]] = [:]
        var nextNumber = 0
        var isClosed = false
    }

    private let state = Mutex(State())
    private let clock: BrokerClock

    init(clock: BrokerClock) {
        self.clock = clock
    }

    /// Once closed, nobody waits any more.
    var isClosed: Bool { state.withLock(\.isClosed) }

    func count(_ listeners: Listeners) -> Int { state.withLock { $0.waiting[listeners]?.count ?? 0 } }

    func ring(_ listeners: Listeners) {
        for waiting in state.withLock({ Array($0.waiting[listeners, default: [:]].values) }) { waiting.yield() }
    }

    func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            return state.waiting.values.flatMap(\.values)
        }
        for waiting in waiting { waiting.finish() }
    }

    /// Runs `body` with an ear that hears every ring from now on.
    func listen<Answer>(_ listeners: Listeners, _ body: (Ear) async throws -> Answer) async rethrows -> Answer {
        let (rings, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            state.nextNumber += 1
            state.waiting[listeners, default: [:]][state.nextNumber] = continuation
            return state.nextNumber
        }
        if isClosed { continuation.finish() }
        defer {
            state.withLock { state in
                state.waiting[listeners]?[number] = nil
                if state.waiting[listeners]?.isEmpty == true { state.waiting[listeners] = nil }
            }
        }
        return try await body(Ear(rings: rings, continuation: continuation, clock: clock))
    }

    /// Hears what concerns one who waits.
    struct Ear: Sendable {
        fileprivate let rings: AsyncStream<Void>
        fileprivate let continuation: AsyncStream<Void>.Continuation
        fileprivate let clock: BrokerClock

        /// Returns at the next ring, or one that was missed, or at this time.
        /// - Returns: false if there is nothing more to wait for.
        func wait(until time: Int) async -> Bool {
            let callOff = clock.alarm(time) { continuation.yield() }
            defer { callOff() }
            var iterator = rings.makeAsyncIterator()
            return await iterator.next() != nil
        }

        /// Nobody waits by this ear any more.
        func stop() { continuation.finish() }
    }
}
