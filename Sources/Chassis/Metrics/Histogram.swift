import Synchronization

/// How values are spread over fixed buckets, by labels.
package final class Histogram: MetricSource {
    private struct Spread {
        /// Values of each bucket alone; the last is for what is over every bound.
        var counts: [Int]
        var sum = 0.0
    }

    /// Seconds, from a fast answer within the house to the longest deadline.
    package static let durations = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private let name: String
    private let help: String
    private let bounds: [Double]
    private let spreads = Mutex<[MetricLabels: Spread]>([:])

    /// - Parameter bounds: the buckets' upper bounds, inclusive and ascending; one for everything above is added.
    package init(_ name: String, help: String, bounds: [Double] = Histogram.durations) {
        self.name = name
        self.help = help
        self.bounds = bounds
    }

    package func observe(_ value: Double, _ labels: MetricLabels = [:]) {
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        spreads.withLock { spreads in
            var spread =
                spreads.removeValue(forKey: labels) ?? Spread(counts: .init(repeating: 0, count: bounds.count + 1))
            spread.counts[bucket] += 1
            spread.sum += value
            spreads[labels] = spread
        }
    }

    package func observe(_ duration: Duration, _ labels: MetricLabels = [:]) {
        let (seconds, attoseconds) = duration.components
        observe(Double(seconds) + Double(attoseconds) / 1e18, labels)
    }

    package func families() -> [MetricFamily] {
        let samples = spreads.withLock(\.self).flatMap { labels, spread in self.samples(of: spread, labels) }
        return [MetricFamily(name, help: help, kind: .histogram, samples: samples)]
    }

    private func samples(of spread: Spread, _ labels: MetricLabels) -> [MetricFamily.Sample] {
        var total = 0
        var samples = zip(bounds.map(Exposition.number) + ["+Inf"], spread.counts).map { bound, count in
            total += count
            return MetricFamily.Sample(Double(total), labels: labels.adding("le", bound), suffix: "_bucket")
        }
        samples.append(.init(spread.sum, labels: labels, suffix: "_sum"))
        samples.append(.init(Double(total), labels: labels, suffix: "_count"))
        return samples
    }
}
