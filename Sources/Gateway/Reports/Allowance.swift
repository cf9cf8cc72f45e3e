import Synchronization

/// How much may happen: so many in a burst, then so many a second (a token bucket).
package final class Allowance: Sendable {
    private let perSecond: Double
    private let burst: Double
    private let state: Mutex<(left: Double, asOf: ContinuousClock.Instant)>

    package init(perSecond: Double, burst: Double, now: ContinuousClock.Instant = .now) {
        self.perSecond = perSecond
        self.burst = burst
        state = Mutex((burst, now))
    }

    /// Whether one more may happen; then it counts.
    package func take(now: ContinuousClock.Instant = .now) -> Bool {
        state.withLock { state in
            let seconds = state.asOf.duration(to: now) / .seconds(1)
            state = (min(burst, state.left + max(0, seconds) * perSecond), now)
            guard state.left >= 1 else { return false }
            state.left -= 1
            return true
        }
    }
}
