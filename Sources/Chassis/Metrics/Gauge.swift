/// A number that goes up and down, read when it is asked for.
package struct Gauge: MetricSource {
    private let name: String
    private let help: String
    private let read: @Sendable () -> Double

    package init(_ name: String, help: String, read: @escaping @Sendable () -> Double) {
        self.name = name
        self.help = help
        self.read = read
    }

    package func families() -> [MetricFamily] {
        [MetricFamily(name, help: help, kind: .gauge, samples: [.init(read())])]
    }
}
