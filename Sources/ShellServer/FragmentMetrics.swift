import Chassis
import Composition

/// What became of fragments on pages, by the server and release that owed them.
struct FragmentMetrics: MetricSource {
    let ledger: FragmentLedger

    func families() -> [MetricFamily] {
        let counts = ledger.snapshot()
        func counter(_ name: String, _ help: String, _ value: (FragmentLedger.Counts) -> Int) -> MetricFamily {
            let samples = counts.map { id, counts in
                MetricFamily.Sample(Double(value(counts)), labels: ["service": id.server, "release": id.release])
            }
            return MetricFamily(name, help: help, kind: .counter, samples: samples)
        }
        return [
            counter("shop_fragments_served_total", "Places filled with an answer of the release.") { $0.served },
            counter("shop_fragment_fallbacks_total", "Places that something else filled, or nothing.") { $0.failures },
            counter("shop_fragment_complaints_total", "Faults in markup that were mended.") { $0.mended },
        ]
    }
}
