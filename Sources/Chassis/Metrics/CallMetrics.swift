import Wire

/// What this process's calls to others came to, by service and release.
struct CallMetrics: MetricSource {
    let ledger: CallLedger

    func families() -> [MetricFamily] {
        let figures = ledger.snapshot()
        func counter(_ name: String, _ help: String, _ value: (CallLedger.Figures) -> Int) -> MetricFamily {
            let samples = figures.map { key, figures in
                MetricFamily.Sample(Double(value(figures)), labels: Self.labels(key))
            }
            return MetricFamily(name, help: help, kind: .counter, samples: samples)
        }
        return [
            counter("shop_client_calls_total", "Calls to another service.") { $0.calls },
            counter(
                "shop_client_failures_total", "Calls without an answer, with a status of 500 and above, or cut off."
            ) { $0.failures },
            counter("shop_client_bytes_total", "Bytes of answers, as far as they came.") { $0.bytes },
            MetricFamily(
                "shop_client_duration_seconds", help: "Time until an answer.", kind: .histogram,
                samples: figures.flatMap { key, figures in Self.buckets(figures, Self.labels(key)) }),
        ]
    }

    private static func labels(_ key: CallLedger.Key) -> MetricLabels {
        ["service": key.service, "release": key.release]
    }

    private static func buckets(_ figures: CallLedger.Figures, _ labels: MetricLabels) -> [MetricFamily.Sample] {
        var total = 0
        var samples = zip(CallLedger.bounds.map { Exposition.number($0 / 1_000) } + ["+Inf"], figures.histogram).map {
            total += $1
            return MetricFamily.Sample(Double(total), labels: labels.adding("le", $0), suffix: "_bucket")
        }
        samples.append(.init(Double(figures.microseconds) / 1e6, labels: labels, suffix: "_sum"))
        samples.append(.init(Double(total), labels: labels, suffix: "_count"))
        return samples
    }
}
