import Bookkeeping

/// What an audit came to, as people read it.
package struct AuditText {
    private let report: AuditReport

    package init(_ report: AuditReport) {
        self.report = report
    }

    package func lines(on terminal: Terminal) -> [String] {
        let disagreements = report.disagreements.map { disagreement in
            terminal.paint("✘ \(disagreement.about)", .bold, .red) + ": \(disagreement.words)"
        }
        guard report.isClean else {
            let count = Words.count(report.disagreements.count, "disagreement", "disagreements")
            return disagreements + ["\(count). Looked at: \(counts)"]
        }
        return [terminal.paint("✔ All agree: ", .green) + counts]
    }

    private var counts: String {
        let counts = report.counts
        var words = [
            Words.count(counts.orders, "order", "orders"),
            Words.count(counts.payments, "payment", "payments"), Words.count(counts.parcels, "parcel", "parcels"),
            "\(counts.pieces) pieces of \(Words.count(counts.articles, "article", "articles"))",
            Words.count(counts.events, "event", "events"),
        ]
        if counts.underWay > 0 { words.append("\(counts.underWay) orders under way") }
        if counts.eventsUnderWay > 0 { words.append("\(counts.eventsUnderWay) events under way") }
        return words.joined(separator: ", ")
    }
}
