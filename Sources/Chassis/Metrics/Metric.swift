/// A family of time series of one name, as Prometheus' text format knows it.
package struct MetricFamily: Sendable, Hashable {
    package enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    /// One number.
    package struct Sample: Sendable, Hashable {
        /// What follows the family's name, e.g. `_bucket`.
        package var suffix: String
        package var labels: MetricLabels
        package var value: Double

        package init(_ value: Double, labels: MetricLabels = [:], suffix: String = "") {
            self.value = value
            self.labels = labels
            self.suffix = suffix
        }
    }

    package var name: String
    package var help: String
    package var kind: Kind
    package var samples: [Sample]

    package init(_ name: String, help: String, kind: Kind, samples: [Sample] = []) {
        self.name = name
        self.help = help
        self.kind = kind
        self.samples = samples
    }
}

/// A sample's labels, in the order in which they are written. Their values must come from small sets.
package struct MetricLabels: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    package struct Label: Sendable, Hashable {
        package let name: String
        package let value: String
    }

    package private(set) var all: [Label]

    package init(dictionaryLiteral elements: (String, String)...) {
        all = elements.map { Label(name: $0.0, value: $0.1) }
    }

    package func adding(_ name: String, _ value: String) -> MetricLabels {
        var labels = self
        labels.all.append(Label(name: name, value: value))
        return labels
    }
}

/// Something that is measured. It is asked whenever somebody reads the figures, and may wait for the answer, but must
/// not block: the threads on which it would are those that let go of what it waits for.
package protocol MetricSource: Sendable {
    func families() async -> [MetricFamily]
}
