import Synchronization

/// Puts together what many ask at the same time: questions that come while enough of them are on their way share the
/// next call. Each is answered by a call that began after it was put, so that no answer is older than its question.
package final class SharedQuestion<Question: Sendable, Answer: Sendable>: Sendable {
    private typealias Waiting = (question: Question, continuation: CheckedContinuation<Answer, any Error>)

    private struct State {
        var waiting: [Waiting] = []
        var callsUnderWay = 0
        /// When the last call began.
        var begin: ContinuousClock.Instant?
    }

    /// Calls at a time. With more than one, a call that hangs does not hold everybody up.
    private static var width: Int { 2 }

    private let interval: Duration
    private let limit: Int
    private let weight: @Sendable (Question) -> Int
    private let ask: @Sendable ([Question]) async throws -> Answer
    private let state = Mutex(State())

    /// - Parameters:
    ///   - interval: from one call's beginning to the next one's at least. Whoever asks when nobody has asked for as
    ///     long does not wait; when many ask, more of them share a call.
    ///   - limit: how much one call may have, unless a single question is more.
    ///   - weight: how much a question counts.
    ///   - ask: answers them all; what it throws, all of them get. It has a limit of time of its own.
    package init(
        interval: Duration = .zero, limit: Int = .max, weight: @escaping @Sendable (Question) -> Int = { _ in 1 },
        ask: @escaping @Sendable ([Question]) async throws -> Answer
    ) {
        self.interval = interval
        self.limit = limit
        self.weight = weight
        self.ask = ask
    }

    /// The answer to this question and others.
    package func answer(to question: Question) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            let goes = state.withLock { state in
                state.waiting.append((question, continuation))
                guard state.callsUnderWay < Self.width else { return false }
                state.callsUnderWay += 1
                return true
            }
            guard goes else { return }
            // The call is everybody's: it ends by its own limit, not with whoever happened to be first.
            let scope = RequestScope.current.map { RequestScope(trace: $0.trace) }
            Task { await RequestScope.$current.withValue(scope) { await work() } }
        }
    }

    /// How many wait for a call to begin.
    package var waiting: Int { state.withLock(\.waiting.count) }

    // MARK: Calls

    /// What whoever makes calls does next.
    private enum Turn {
        case ask([Waiting])
        case wait(Duration)
        case leave
    }

    /// Calls until nobody waits.
    private func work() async {
        while true {
            switch turn() {
            case .ask(let batch): await answer(batch)
            case .wait(let time): await pause(time)
            case .leave: return
            }
        }
    }

    private func answer(_ batch: [Waiting]) async {
        do {
            let answer = try await ask(batch.map(\.question))
            for waiting in batch { waiting.continuation.resume(returning: answer) }
        } catch {
            for waiting in batch { waiting.continuation.resume(throwing: error) }
        }
    }

    private func turn() -> Turn {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.callsUnderWay -= 1
                return .leave
            }
            if let begin = state.begin, begin.duration(to: .now) < interval {
                return .wait(interval - begin.duration(to: .now))
            }
            state.begin = .now
            return .ask(takeBatch(&state))
        }
    }

    private func takeBatch(_ state: inout State) -> [Waiting] {
        var sum = 0
        let batch = state.waiting.prefix { waiting in
            sum += weight(waiting.question)
            return sum <= limit
        }
        let count = max(1, batch.count)
        defer { state.waiting.removeFirst(count) }
        return Array(state.waiting.prefix(count))
    }
}
