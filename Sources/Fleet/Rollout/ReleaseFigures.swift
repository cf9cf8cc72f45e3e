/// What one release did in a span of time. Figures of two spans, or of several instances, add up.
package struct ReleaseFigures: Codable, Sendable, Equatable {
    package var requests = 0
    /// Requests that ended with a status of 500 or more, with no answer, or with half of one.
    package var failures = 0
    package var latencies = LatencyHistogram()
    /// Of the bodies of all answers, as far as they came.
    package var bytes = 0
    /// Requests in whose place the caller used a fallback, an older copy or another release.
    package var fallbacks = 0
    /// Answers that browsers (content security policy) or the composition (mended markup) complained of.
    package var complaints = 0

    package init() {}

    package static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum.requests += right.requests
        sum.failures += right.failures
        sum.latencies = left.latencies + right.latencies
        sum.bytes += right.bytes
        sum.fallbacks += right.fallbacks
        sum.complaints += right.complaints
        return sum
    }

    /// What was added between two sums of one release; counters of a process that has ended leave gaps, never less than
    /// nothing.
    package static func - (later: Self, earlier: Self) -> Self {
        var span = ReleaseFigures()
        span.requests = max(0, later.requests - earlier.requests)
        span.failures = max(0, later.failures - earlier.failures)
        span.latencies = later.latencies - earlier.latencies
        span.bytes = max(0, later.bytes - earlier.bytes)
        span.fallbacks = max(0, later.fallbacks - earlier.fallbacks)
        span.complaints = max(0, later.complaints - earlier.complaints)
        return span
    }
}

/// Counts of latencies in fixed buckets, so that histograms of different processes add up. A bucket is half as wide
/// again as its neighbour below: a quantile is at most that much too high.
package struct LatencyHistogram: Codable, Sendable, Equatable {
    /// The buckets' upper bounds in milliseconds, from 0.1 to about 64,000; one more bucket holds what is above.
    package static let bounds: [Double] = (0..<34).map { step in (0..<step).reduce(0.1) { bound, _ in bound * 1.5 } }

    /// How many latencies lie in each bucket; the last one has no upper bound.
    package private(set) var counts = [Int](repeating: 0, count: bounds.count + 1)

    package init() {}

    package var total: Int { counts.reduce(0, +) }

    package mutating func add(_ latency: Duration) {
        add(milliseconds: latency / .milliseconds(1))
    }

    package mutating func add(milliseconds: Double, count: Int = 1) {
        counts[Self.bounds.firstIndex { milliseconds <= $0 } ?? Self.bounds.count] += count
    }

    package static func - (later: Self, earlier: Self) -> Self {
        var span = LatencyHistogram()
        for bucket in span.counts.indices {
            span.counts[bucket] = max(0, later.counts[bucket] - earlier.counts[bucket])
        }
        return span
    }

    package static func + (left: Self, right: Self) -> Self {
        var sum = left
        for (bucket, count) in right.counts.enumerated() where bucket < sum.counts.count { sum.counts[bucket] += count }
        return sum
    }

    /// The latency in milliseconds that the share of the requests did not exceed, from within its bucket; nil if there
    /// are none.
    package func quantile(_ share: Double) -> Double? {
        Self.quantile(share, of: counts.map(Double.init))
    }

    /// The same for counts that were weighted.
    static func quantile(_ share: Double, of counts: [Double]) -> Double? {
        let total = counts.reduce(0, +)
        guard total > 0 else { return nil }
        let rank = min(max(share, 0), 1) * total
        var below = 0.0
        for (bucket, count) in counts.enumerated() where count > 0 {
            guard below + count < rank else {
                let lower = bucket == 0 ? 0 : bounds[bucket - 1]
                let upper = bucket < bounds.count ? bounds[bucket] : lower
                return lower + (upper - lower) * max(0, rank - below) / count
            }
            below += count
        }
        return bounds.last
    }
}
