/// Counts durations so that any percentile can be told with three significant digits: the buckets of HdrHistogram
/// (hdrhistogram.org), in microseconds.
///
/// It is our own because that is a hundred lines, and the package for it brings three others.
package struct LatencyHistogram: Sendable {
    /// Values below 2,048 have a bucket each; from there on each doubling has 1,024.
    private static let digitBits = 10
    private static let largest: UInt64 = 3_600_000_000

    private var counts: [UInt32] = []
    package private(set) var count = 0
    private var largestSeen: UInt64 = 0

    package init() {}

    /// Less than nothing counts as nothing, more than an hour as an hour.
    package mutating func record(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let microseconds = Double(seconds) * 1e6 + Double(attoseconds) / 1e12
        record(microseconds: UInt64(max(0, min(Double(Self.largest), microseconds.rounded()))))
    }

    mutating func record(microseconds: UInt64) {
        let index = Self.index(of: microseconds)
        if index >= counts.count { counts += repeatElement(0, count: index + 1 - counts.count) }
        counts[index] += 1
        count += 1
        largestSeen = max(largestSeen, microseconds)
    }

    package mutating func add(_ other: LatencyHistogram) {
        if other.counts.count > counts.count {
            counts += repeatElement(0, count: other.counts.count - counts.count)
        }
        for (index, more) in other.counts.enumerated() { counts[index] += more }
        count += other.count
        largestSeen = max(largestSeen, other.largestSeen)
    }

    /// The duration that `percent` of all do not exceed; zero if there are none.
    package func percentile(_ percent: Double) -> Duration {
        let wanted = max(1, Int((Double(count) * percent / 100).rounded(.up)))
        var seen = 0
        for (index, bucket) in counts.enumerated() where bucket > 0 {
            seen += Int(bucket)
            if seen >= wanted { return .microseconds(Int64(min(Self.highest(in: index), largestSeen))) }
        }
        return .zero
    }

    package var maximum: Duration { .microseconds(Int64(largestSeen)) }

    // MARK: Buckets

    static func index(of value: UInt64) -> Int {
        let bits = UInt64.bitWidth - (value | (2 << UInt64(digitBits) - 1)).leadingZeroBitCount
        let shift = bits - digitBits - 1
        return shift << digitBits + Int(value >> UInt64(shift))
    }

    static func highest(in index: Int) -> UInt64 {
        guard index >= 2 << digitBits else { return UInt64(index) }
        let shift = UInt64(index >> digitBits - 1)
        let digits = UInt64(index & (1 << digitBits - 1) | 1 << digitBits)
        return (digits + 1) << shift - 1
    }
}
