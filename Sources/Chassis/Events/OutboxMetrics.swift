import GRDB
import Synchronization
import Wire

/// How an outbox is doing.
final class OutboxMetrics: MetricSource {
    let published = Counter("shop_outbox_published_total", help: "Events confirmed by the engine.")
    let failures = Counter("shop_outbox_failures_total", help: "Attempts to send that failed.")
    private let database: any DatabaseWriter
    private let damagedRows = Mutex(0)

    init(database: any DatabaseWriter) {
        self.database = database
    }

    /// Events that are not as they were written and are held back.
    var damaged: Int {
        get { damagedRows.withLock(\.self) }
        set { damagedRows.withLock { $0 = newValue } }
    }

    func families() async -> [MetricFamily] {
        var families = published.families() + failures.families()
        families.append(
            MetricFamily(
                "shop_outbox_damaged", help: "Events in the outbox that are damaged.", kind: .gauge,
                samples: [.init(Double(damaged))]))
        guard let backlog = try? await database.read(OutboxTable.backlog) else { return families }
        let age = backlog.oldest.map { Double(max(0, EventTime.now().milliseconds - $0)) / 1_000 } ?? 0
        families.append(
            MetricFamily(
                "shop_outbox_depth", help: "Events that are not sent yet.", kind: .gauge,
                samples: [.init(Double(backlog.depth))]))
        families.append(
            MetricFamily(
                "shop_outbox_oldest_age_seconds", help: "How long the oldest unsent event has been waiting.",
                kind: .gauge, samples: [.init(age)]))
        return families
    }
}
