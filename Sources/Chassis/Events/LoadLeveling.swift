import Synchronization
import Wire

/// Levels the load between callers who wait for an answer and the events that follow from it (queue-based load
/// leveling). In a rush callers go first and the outbox takes what comes; when what follows takes too long, nobody goes
/// first; and when it takes far too long, callers are turned away, before they are promised what cannot be kept.
package final class LoadLeveling: MetricSource {
    package struct Limits: Sendable {
        /// Callers at the same time that make a rush.
        package var callers = 8
        /// How long it is a rush after the last came to so many: callers share commits, and are answered in shoals.
        package var memory = Duration.milliseconds(100)
        /// How long events wait in a rush between one batch and the next.
        package var pause = Duration.milliseconds(250)
        /// From which part of its time on what follows does not wait.
        package var patience = 1.0 / 6
        /// From which part of its time on callers wait, in a rush.
        package var limit = 1.0 / 4
        /// How long, until they are turned away.
        package var callersPatience = Duration.seconds(1)
        /// How long it counts how long something took: what follows may have stopped altogether.
        package var freshness = Duration.seconds(2)

        package init() {}
    }

    private struct State {
        var callers = 0
        var lastRush: ContinuousClock.Instant?
        /// By what follows: the part of its time that the last took.
        var delays: [String: (part: Double, seen: ContinuousClock.Instant)] = [:]
    }

    private let yielded = Counter("shop_rush_yields_total", help: "Batches of events that let callers go first.")
    private let refused = Counter(
        "shop_rush_refusals_total", help: "Callers turned away since what follows takes too long.")
    private let limits: Limits
    private let state = Mutex(State())

    package init(_ limits: Limits) {
        self.limits = limits
    }

    // MARK: Callers

    /// Answers a caller, who counts until then.
    package func answer<Answer>(_ work: () async throws -> Answer) async rethrows -> Answer {
        state.withLock { state in
            state.callers += 1
            if state.callers >= limits.callers { state.lastRush = .now }
        }
        defer { state.withLock { $0.callers -= 1 } }
        return try await work()
    }

    /// Returns when a caller may have what others must follow up.
    /// - Throws: ``Problem`` (503) if too much has to follow already; `CancellationError`.
    package func admit() async throws {
        if isTooMuch { try await Task.sleep(for: limits.callersPatience) }
        guard isTooMuch else { return }
        refused.increment()
        throw Problem.tooMuchAtOnce
    }

    // MARK: What follows

    /// Notes how long it took until something followed that an answer promises.
    /// - Parameters:
    ///   - what: e.g. `stock`. The one that takes the longest part of its time counts.
    ///   - time: how long it may take at all.
    package func followed(by what: String, after delay: Duration, of time: Duration) {
        state.withLock { $0.delays[what] = (delay / time, .now) }
    }

    /// Returns when events may be sent.
    /// - Throws: only `CancellationError`.
    func letCallersGoFirst() async throws {
        guard isRush, delay < limits.patience else { return }
        yielded.increment()
        try await Task.sleep(for: limits.pause)
    }

    package func families() -> [MetricFamily] {
        [
            MetricFamily(
                "shop_rush", help: "Whether more callers wait for an answer than can be served at once.", kind: .gauge,
                samples: [.init(isRush ? 1 : 0)]),
            MetricFamily(
                "shop_rush_delay_ratio", help: "Which part of its time what follows from an answer takes.",
                kind: .gauge, samples: [.init(delay)]),
        ] + yielded.families() + refused.families()
    }

    // MARK: State

    private var isTooMuch: Bool { isRush && delay >= limits.limit }

    /// Those who wait already make none, if nobody comes any more: then they are let in by and by.
    private var isRush: Bool { Self.isWithin(limits.memory, since: state.withLock(\.lastRush)) }

    /// 0 if nothing follows.
    private var delay: Double {
        state.withLock(\.delays).values.filter { Self.isWithin(limits.freshness, since: $0.seen) }.map(\.part).max()
            ?? 0
    }

    private static func isWithin(_ time: Duration, since instant: ContinuousClock.Instant?) -> Bool {
        instant.map { $0.duration(to: .now) < time } ?? false
    }
}

extension Problem {
    fileprivate static let tooMuchAtOnce = Problem(
        .serviceUnavailable, type: "/problems/too-much-at-once", title: "Too much at once",
        detail: "More is asked than can be followed up in time; nothing was done. Try again in a few seconds.")
}
