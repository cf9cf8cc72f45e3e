import BrokerAPI
import Chassis
import GRDB
import Logging
import Wire

/// What the broker counts.
final class BrokerFigures: Sendable {
    let damaged = Counter("shop_broker_damaged_total", help: "Records found damaged when they were to be delivered.")
    let refused = Counter("shop_broker_refused_total", help: "Publishers told to come again because there is no room.")
    private let events = Counter("shop_broker_events_total", help: "Events published, by whether they were new.")
    private let latency = Histogram("shop_broker_publish_seconds", help: "Time until published events are on disk.")
    private let deliveries = Counter("shop_broker_deliveries_total", help: "Events given to consumers, by group.")
    private let redeliveries = Counter("shop_broker_redeliveries_total", help: "Events given again, by group.")
    private let outcomes = Counter("shop_broker_outcomes_total", help: "What became of deliveries, by group.")

    func published(_ receipt: PublishReceipt, in duration: Duration) {
        events.increment(["result": "accepted"], by: Double(receipt.accepted))
        events.increment(["result": "duplicate"], by: Double(receipt.duplicates))
        latency.observe(duration)
    }

    func delivered(_ count: Int, again: Int, to group: String) {
        deliveries.increment(["group": group], by: Double(count))
        if again > 0 { redeliveries.increment(["group": group], by: Double(again)) }
    }

    func settled(_ receipt: OutcomeReceipt, of group: String) {
        for (outcome, count) in [
            ("acknowledged", receipt.acknowledged), ("rejected", receipt.rejected), ("parked", receipt.parked),
            ("ignored", receipt.ignored),
        ] where count > 0 {
            outcomes.increment(["group": group, "outcome": outcome], by: Double(count))
        }
    }

    func add(to metrics: Metrics) {
        for source in [damaged, refused, events, deliveries, redeliveries, outcomes] { metrics.add(source) }
        metrics.add(latency)
    }
}

/// How the log and the groups stand, read when somebody asks.
struct StandingFigures: MetricSource {
    let groups: Groups
    let database: any DatabaseReader

    func families() async -> [MetricFamily] {
        let standing = try? await database.read { database in
            (
                try Capacity.size(of: database),
                try Int.fetchOne(database, sql: "SELECT max(position) FROM log") ?? 0,
                try groups.reports(in: database)
            )
        }
        guard let (size, position, reports) = standing else { return [] }
        func gauge(_ name: String, _ help: String, _ value: (GroupReport) -> Int) -> MetricFamily {
            MetricFamily(
                name, help: help, kind: .gauge,
                samples: reports.map { MetricFamily.Sample(Double(value($0)), labels: ["group": $0.group]) })
        }
        return [
            MetricFamily(
                "shop_broker_log_bytes", help: "Size of the log.", kind: .gauge, samples: [.init(Double(size))]),
            MetricFamily(
                "shop_broker_log_position", help: "Position of the newest event.", kind: .gauge,
                samples: [.init(Double(position))]),
            gauge("shop_broker_lag_events", "Events still due to a group.") { $0.lag },
            gauge("shop_broker_oldest_seconds", "Age of the oldest event still due.") { $0.oldestSeconds },
            gauge("shop_broker_parked_events", "Events parked.") { $0.parked },
            gauge("shop_broker_in_flight_events", "Events that consumers hold.") { $0.inFlight },
        ]
    }
}
