/// Keeps retries from multiplying the load on a service that is already unwell: a token bucket that every call fills
/// by a share and every retry empties by one.
package struct RetryBudget: Sendable {
    private var tokens: Double
    private let share: Double
    private let limit: Double

    /// - Parameters:
    ///   - share: retries allowed per call in the long run.
    ///   - burst: retries allowed at once, also at the start.
    package init(share: Double = 0.1, burst: Double = 10) {
        self.share = share
        limit = burst
        tokens = burst
    }

    package mutating func recordCall() { tokens = min(limit, tokens + share) }

    package mutating func permitRetry() -> Bool {
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }
}
