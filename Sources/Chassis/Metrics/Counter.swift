import Synchronization

/// Counts, by labels.
package final class Counter: MetricSource {
    private let name: String
    private let help: String
    private let counts = Mutex<[MetricLabels: Double]>([:])

    /// - Parameter name: ends in `_total`.
    package init(_ name: String, help: String) {
        self.name = name
        self.help = help
    }

    package func increment(_ labels: MetricLabels = [:], by amount: Double = 1) {
        counts.withLock { $0[labels, default: 0] += amount }
    }

    package func value(_ labels: MetricLabels = [:]) -> Double { counts.withLock { $0[labels] ?? 0 } }

    package func families() -> [MetricFamily] {
        let samples = counts.withLock { $0.map { MetricFamily.Sample($0.value, labels: $0.key) } }
        return [MetricFamily(name, help: help, kind: .counter, samples: samples)]
    }
}
