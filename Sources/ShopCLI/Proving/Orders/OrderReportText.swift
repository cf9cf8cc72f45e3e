/// A report on orders as people read it.
package struct OrderReportText {
    private let report: OrderReport
    /// Of each kind of finding, at most so many are shown.
    private static let limit = 10

    package init(_ report: OrderReport) {
        self.report = report
    }

    package func lines(on terminal: Terminal) -> [String] {
        [kills, ends, latency, settling] + standstill + findings(terminal) + audit(terminal) + [verdict(terminal)]
    }

    private var kills: String {
        let each = report.kills.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        return "killed:    \(report.killed)\(each.isEmpty ? "" : " (\(each))")"
    }

    private var ends: String {
        let each = report.ends.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        return "orders:    \(report.orders), of which \(report.acknowledged) acknowledged: \(each)"
    }

    private var latency: String {
        let times = ["p50", "p99", "max"].map { "\($0) \(report.latency[$0] ?? 0) ms" }.joined(separator: ", ")
        return "answered:  \(times); \(Words.count(report.repeated, "request was", "requests were")) repeated"
    }

    private var settling: String {
        guard let seconds = report.settledSeconds else { return "settled:   no" }
        let server = report.serverSeconds.map { "; RabbitMQ was there again after \($0) s" } ?? ""
        return "settled:   \(seconds) s after the last kill\(server)"
    }

    private var standstill: [String] {
        guard report.stoodStillSeconds > 0 else { return [] }
        return ["stood still: the machine, for \(report.stoodStillSeconds) s; deadlines passed though nobody was slow"]
    }

    private func findings(_ terminal: Terminal) -> [String] {
        [("lost", report.lost), ("doubled", report.doubled), ("unexpected", report.unexpected)].flatMap { name, found in
            found.prefix(Self.limit).map { terminal.paint("✘ \(name)", .bold, .red) + ": \($0)" }
                + (found.count > Self.limit ? ["  … \(found.count - Self.limit) more \(name)"] : [])
        }
    }

    private func audit(_ terminal: Terminal) -> [String] {
        let lines = AuditText(report.audit).lines(on: terminal)
        // The last line counts them.
        let more = lines.count - 1 - Self.limit
        return more > 0 ? lines.prefix(Self.limit) + ["  … \(more) more", lines[lines.count - 1]] : lines
    }

    private func verdict(_ terminal: Terminal) -> String {
        let text =
            "\(report.killed) of \(Words.count(report.plan.kills, "kill", "kills")), \(report.orders) orders at "
            + "\(report.plan.rate)/s, lost \(report.lost.count), doubled \(report.doubled.count), unexpected "
            + "\(report.unexpected.count), disagreements \(report.audit.disagreements.count), seed \(report.plan.seed)"
        return report.isProven
            ? terminal.paint("Proven: \(text)", .bold, .green) : terminal.paint("Not proven: \(text)", .bold, .red)
    }
}
