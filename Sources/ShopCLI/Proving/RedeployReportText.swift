import Fleet
import Shoppers

/// A report on redeploys as people read it: what was redeployed, what the shoppers met meanwhile, the verdict.
package struct RedeployReportText {
    private static let outcomes: [ControlReply.Kind] = [.done, .refused, .rolledBack, .failed]

    private let report: RedeployReport

    package init(_ report: RedeployReport) {
        self.report = report
    }

    package func lines(on terminal: Terminal) -> [String] {
        redeploys(terminal) + [""] + LoadReportText(report.load).lines(on: terminal) + [""] + hit + refusals(terminal)
            + [latency, verdict(terminal)]
    }

    private func redeploys(_ terminal: Terminal) -> [String] {
        var table = TextTable(
            [.init(title: "PROCESS")]
                + ["REDEPLOYS", "IN STEPS", "DONE", "REFUSED", "ROLLED BACK", "FAILED", "MEAN S", "LONGEST"].map {
                    .init(title: $0, isRightAligned: true)
                })
        for process in report.processes {
            let its = report.redeploys.filter { $0.process == process }
            let seconds = its.map(\.seconds)
            let mean = seconds.isEmpty ? 0 : seconds.reduce(0, +) / Double(seconds.count)
            let counts =
                [its.count, its.count(where: \.isStepwise)] + Self.outcomes.map { report.count(of: process, $0) }
            table.rows.append(
                [process] + counts.map(String.init) + [mean, seconds.max() ?? 0].map { Self.tenths($0) })
        }
        return table.lines(on: terminal)
    }

    /// The redeploys during which something failed.
    private var hit: [String] {
        report.load.windows.filter { $0.failed > 0 }.map { window in
            let failed = Words.count(window.failed, "request", "requests")
            return "\(failed) failed between \(window.begin) s and \(window.end) s, redeploy \(window.label)"
        }
    }

    private func refusals(_ terminal: Terminal) -> [String] {
        report.redeploys.filter { $0.outcome != .done }.map { redeploy in
            terminal.paint("redeploy \(redeploy.number) was not done", .bold, .red) + ": \(redeploy.text)"
        }
    }

    private var latency: String {
        let (inside, outside) = (report.load.insideWindows.p99, report.load.outsideWindows.p99)
        return "p99 \(Self.tenths(inside)) ms during redeploys, \(Self.tenths(outside)) ms between them: "
            + "\(report.addedLatency < 0 ? "" : "+")\(Self.tenths(report.addedLatency)) ms"
    }

    private func verdict(_ terminal: Terminal) -> String {
        let failures = report.load.failures.values.reduce(0, +)
        let text =
            "\(report.count(.done)) of \(Words.count(report.planned, "redeploy", "redeploys")) done, "
            + "\(report.load.requests) requests, \(Words.count(failures, "failure", "failures")), "
            + "\(Words.count(report.load.retries, "connection", "connections")) cut under a request, "
            + "seed \(report.seed)"
        return report.isProven
            ? terminal.paint("Proven: \(text)", .bold, .green) : terminal.paint("Not proven: \(text)", .bold, .red)
    }

    private static func tenths(_ number: Double) -> String { String((number * 10).rounded() / 10) }
}
