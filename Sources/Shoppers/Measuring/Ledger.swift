import Synchronization

/// Keeps the accounts of a run: what was begun, how long it took, and what went wrong.
final class Ledger: Sendable {
    enum Counter: String, CaseIterable {
        case redirects, retries, connections, visits, turnedAway
    }

    /// One step between its beginning and its end.
    struct Ticket: Sendable {
        let kind: StepKind
        let due: ContinuousClock.Instant
        let isSlow: Bool
    }

    struct StepAccount: Sendable {
        var count = 0
        var failed = 0
        var latency = LatencyHistogram()
    }

    struct Window: Sendable {
        let label: String
        let begin: ContinuousClock.Instant
        var end: ContinuousClock.Instant?
        var latency = LatencyHistogram()
        var failed = 0

        func overlaps(_ from: ContinuousClock.Instant, _ to: ContinuousClock.Instant) -> Bool {
            begin <= to && (end.map { $0 >= from } ?? true)
        }
    }

    struct Books: Sendable {
        var steps: [StepKind: StepAccount] = [:]
        var latency = LatencyHistogram()
        var slowLatency = LatencyHistogram()
        var insideWindows = LatencyHistogram()
        var outsideWindows = LatencyHistogram()
        var lateness = LatencyHistogram()
        var assets = StepAccount()
        var assetBytes = 0
        var counters: [Counter: Int] = [:]
        var failures: [FailureKind: Int] = [:]
        var examples: [LoadReport.Example] = []
        var degraded: [String: Int] = [:]
        var windows: [Window] = []
        var timeline: [LoadSecond] = []
        var second = Second()
        var inFlight = 0
        var lastBegun: ContinuousClock.Instant?
        var orders: [String: PlacedOrder] = [:]
        var numbers: [String: String] = [:]
        var isHurried = false
    }

    /// The second that is running.
    struct Second: Sendable {
        var begun = 0
        var ended = 0
        var failed = 0
        var assets = 0
        var latency = LatencyHistogram()
    }

    private static let examplesOfAKind = 5

    let start: ContinuousClock.Instant
    private let books = Mutex(Books())

    init(start: ContinuousClock.Instant) {
        self.start = start
    }

    /// The accounts as they are now.
    var current: Books { books.withLock(\.self) }

    // MARK: Steps

    func begin(_ kind: StepKind, due: ContinuousClock.Instant, isSlow: Bool) -> Ticket {
        let now = ContinuousClock.now
        books.withLock { books in
            books.lateness.record(due.duration(to: now))
            books.lastBegun = now
            books.second.begun += 1
            books.inFlight += 1
        }
        return Ticket(kind: kind, due: due, isSlow: isSlow)
    }

    /// The page is there, or it was given up for: this is what its shopper waited.
    func answered(_ ticket: Ticket) {
        let now = ContinuousClock.now
        let latency = ticket.due.duration(to: now)
        books.withLock { books in
            guard !ticket.isSlow else { return books.slowLatency.record(latency) }
            books.latency.record(latency)
            books.second.latency.record(latency)
            books.steps[ticket.kind, default: StepAccount()].latency.record(latency)
            var isInside = false
            for index in books.windows.indices where books.windows[index].overlaps(ticket.due, now) {
                books.windows[index].latency.record(latency)
                isInside = true
            }
            if isInside { books.insideWindows.record(latency) } else { books.outsideWindows.record(latency) }
        }
    }

    /// The step is over, with all that its page needs.
    func end(_ ticket: Ticket, _ failures: [Failure]) {
        let now = ContinuousClock.now
        books.withLock { books in
            books.inFlight -= 1
            books.second.ended += 1
            books.steps[ticket.kind, default: StepAccount()].count += 1
            guard !failures.isEmpty else { return }
            books.second.failed += 1
            books.steps[ticket.kind, default: StepAccount()].failed += 1
            for index in books.windows.indices where books.windows[index].overlaps(ticket.due, now) {
                books.windows[index].failed += 1
            }
            for failure in failures { note(failure, of: ticket.kind, at: now, &books) }
        }
    }

    /// Something that is found to be wrong besides any step.
    func failed(_ failure: Failure, of kind: StepKind) {
        let now = ContinuousClock.now
        books.withLock { note(failure, of: kind, at: now, &$0) }
    }

    private func note(_ failure: Failure, of step: StepKind, at now: ContinuousClock.Instant, _ books: inout Books) {
        books.failures[failure.kind, default: 0] += 1
        guard books.failures[failure.kind, default: 0] <= Self.examplesOfAKind else { return }
        books.examples.append(LoadReport.Example(failure, of: step, after: start.duration(to: now)))
    }

    // MARK: Besides

    func count(_ counter: Counter) { books.withLock { $0.counters[counter, default: 0] += 1 } }

    func asset(bytes: Int, latency: Duration) {
        books.withLock { books in
            books.second.assets += 1
            books.assets.count += 1
            books.assets.latency.record(latency)
            books.assetBytes += bytes
        }
    }

    func degraded(_ parts: [String]) {
        guard !parts.isEmpty else { return }
        books.withLock { books in
            for part in parts { books.degraded[part, default: 0] += 1 }
        }
    }

    /// Whether what is not begun should be left: somebody wants the report.
    var isHurried: Bool { books.withLock(\.isHurried) }

    func hurry() { books.withLock { $0.isHurried = true } }

    // MARK: Orders

    /// Takes down an order.
    /// - Returns: in words, how it is one too many; nil if it is not.
    func placed(_ order: PlacedOrder, form: String) -> String? {
        books.withLock { books in
            if let first = books.orders[form], first.number != order.number {
                return "\(order.number) and \(first.number) are the same order"
            }
            if let other = books.numbers[order.number], other != form { return "\(order.number) is two people's" }
            books.orders[form] = order
            books.numbers[order.number] = form
            return nil
        }
    }

    func order(of form: String) -> String? { books.withLock { $0.orders[form]?.number } }

    // MARK: Time

    /// Closes the second that is running.
    func closeSecond() -> LoadSecond {
        let now = ContinuousClock.now
        return books.withLock { books in
            let second = LoadSecond(books.second, inFlight: books.inFlight, after: start.duration(to: now))
            books.timeline.append(second)
            books.second = Second()
            return second
        }
    }

    /// - Returns: what ends the window.
    func openWindow(_ label: String) -> @Sendable () -> Void {
        let now = ContinuousClock.now
        let index = books.withLock { books in
            books.windows.append(Window(label: label, begin: now))
            return books.windows.count - 1
        }
        return { [self] in
            let now = ContinuousClock.now
            books.withLock { $0.windows[index].end = $0.windows[index].end ?? now }
        }
    }
}
