/// When a process that ended by itself is started again: after a pause that doubles with each crash, and that is short
/// again once the process has been healthy for a while. A pure state machine; time and randomness come from outside.
package struct RestartPolicy: Sendable, Equatable {
    /// The pauses' lengths.
    package struct Backoff: Sendable, Equatable {
        package var first: Duration = .milliseconds(100)
        package var longest: Duration = .seconds(2)
        /// How long a process must have been ready for its earlier crashes to be forgotten.
        package var forgottenAfter: Duration = .seconds(10)
        /// The share of a pause, from 0 to 1, that is left to chance, so that processes do not restart in step.
        package var jitter: Double = 0.2

        package init() {}
    }

    package typealias Instant = ContinuousClock.Instant

    private let backoff: Backoff
    private var crashes = 0
    private var readySince: Instant?

    package init(_ backoff: Backoff = Backoff()) {
        self.backoff = backoff
    }

    /// The process answers its readiness check, in this run for the first time.
    package mutating func becameReady(at instant: Instant) {
        readySince = instant
    }

    /// The process ended. Returns the pause before its next start.
    ///
    /// - Parameter chance: A random number from 0 to 1.
    package mutating func ended(at instant: Instant, chance: Double) -> Duration {
        if let readySince, readySince.duration(to: instant) >= backoff.forgottenAfter { crashes = 0 }
        readySince = nil
        let doublings = min(crashes, 20)
        crashes += 1
        let pause = min(backoff.first * (1 << doublings), backoff.longest)
        return pause * (1 - backoff.jitter * chance)
    }
}
