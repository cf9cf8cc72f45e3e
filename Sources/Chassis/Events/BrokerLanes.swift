import Synchronization

/// The names under which a consumer asks the broker, and which of them are free.
final class BrokerLanes: Sendable {
    private struct State {
        var free: [String]
        var used: Set<String> = []
    }

    let all: [String]
    private let state: Mutex<State>
    private let ticks = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    init(consumer: String, count: Int) {
        all = (1...count).map { "\(consumer)-\($0)" }
        state = Mutex(State(free: all.reversed()))
    }

    /// Those that were ever taken.
    var used: [String] { state.withLock(\.used).sorted() }

    /// Waits for a free one, of several the one that was given back last.
    /// - Returns: nil when the task is cancelled.
    func take() async -> String? {
        var ticks = ticks.stream.makeAsyncIterator()
        while !Task.isCancelled {
            let lane = state.withLock { state in
                let lane = state.free.popLast()
                if let lane { state.used.insert(lane) }
                return lane
            }
            if let lane { return lane }
            guard await ticks.next() != nil else { return nil }
        }
        return nil
    }

    func giveBack(_ lane: String) {
        state.withLock { $0.free.append(lane) }
        ticks.continuation.yield()
    }
}
