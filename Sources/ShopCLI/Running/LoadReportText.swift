import Shoppers

/// A load report as people read it.
package struct LoadReportText {
    private let report: LoadReport

    package init(_ report: LoadReport) {
        self.report = report
    }

    package func lines(on terminal: Terminal) -> [String] {
        steps(terminal) + [""] + facts + marked + failures(terminal) + ["", verdict(terminal)]
    }

    private func steps(_ terminal: Terminal) -> [String] {
        var table = TextTable(
            [.init(title: "STEP")]
                + ["COUNT", "FAILED", "P50 MS", "P90", "P99", "P99.9", "MAX"].map {
                    .init(title: $0, isRightAligned: true)
                })
        func row(_ name: String, _ count: Int, _ failed: String, _ latency: LoadReport.Latency) -> [String] {
            [name, String(count), failed]
                + [latency.p50, latency.p90, latency.p99, latency.p999, latency.max].map(Self.text)
        }
        for line in report.steps {
            table.rows.append(row(line.step.name, line.count, String(line.failed), line.latency))
        }
        table.rows.append(row("all of these", report.requests, String(report.failedRequests), report.latency))
        table.rows.append(row("slow readers", report.slowReaders.count, "", report.slowReaders))
        table.rows.append(
            row("assets", report.assets.count, String(report.failures(of: .asset)), report.assets.latency))
        return table.lines(on: terminal)
    }

    private var facts: [String] {
        let megabytes = Double(report.assets.bytes / 100_000) / 10
        var facts = [
            "\(report.rate) requests/s of \(report.plannedRate), for \(report.seconds) s; "
                + "\(report.visits) visits over \(report.connections) connections",
            "\(report.redirects) redirects followed, \(report.retries) sent again after a kept connection had closed, "
                + "\(megabytes) MB of assets",
            "\(report.orders.placed) orders, of which \(report.orders.confirmed) confirmed"
                + (report.orders.rejected > 0 ? ", \(report.orders.rejected) rejected" : "")
                + "; \(report.turnedAway) visits ended because something was sold out",
            "sent late by p99 \(Self.text(report.lateness.p99)) ms, at most \(Self.text(report.lateness.max)) ms; "
                + "this command used \(report.cores) cores",
        ]
        if !report.degraded.isEmpty {
            let parts = report.degraded.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)×" }
            facts.append("pages did without: \(parts.joined(separator: ", "))")
        }
        return facts
    }

    private var marked: [String] {
        guard !report.windows.isEmpty else { return [] }
        let (inside, outside) = (report.insideWindows, report.outsideWindows)
        return [
            "p99 in \(Words.count(report.windows.count, "marked stretch", "marked stretches")): "
                + "\(Self.text(inside.p99)) ms, otherwise \(Self.text(outside.p99)) ms"
        ]
    }

    private func failures(_ terminal: Terminal) -> [String] {
        var lines: [String] = []
        for kind in FailureKind.allCases {
            guard let count = report.failures[kind] else { continue }
            lines += ["", terminal.paint("\(count) × \(kind.meaning)", .bold, .red)]
            for example in report.examples where example.kind == kind {
                let release = example.release.map { "  release \($0)" } ?? ""
                let trace = example.trace.map { "  trace \($0)" } ?? ""
                lines.append(
                    "  \(example.at) s  \(example.step.name)  \(example.target)  \(example.detail)\(release)\(trace)")
            }
        }
        return lines
    }

    private func verdict(_ terminal: Terminal) -> String {
        let counts = FailureFamily.allCases.map { family in
            let count = report.failures(of: family)
            return switch family {
            case .request: Words.count(count, "failed request", "failed requests")
            case .page: Words.count(count, "page that is not whole", "pages that are not whole")
            case .asset: Words.count(count, "unresolved asset", "unresolved assets")
            case .cart: Words.count(count, "lost cart change", "lost cart changes")
            case .order: Words.count(count, "lost or double order", "lost or double orders")
            }
        }
        return terminal.paint(counts.joined(separator: ", "), .bold, report.isClean ? .green : .red)
    }

    /// With as many digits as matter.
    private static func text(_ milliseconds: Double) -> String {
        milliseconds < 100 ? String((milliseconds * 10).rounded() / 10) : String(Int(milliseconds.rounded()))
    }
}
