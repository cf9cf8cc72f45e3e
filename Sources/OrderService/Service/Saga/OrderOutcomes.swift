import Chassis
import GRDB

/// Counts how far orders have come, each state once for each order that reaches it.
package struct OrderOutcomes: Sendable {
    package let orders = Counter(
        "shop_orders_total", help: "Orders by the state that they have come to, rejected ones by the reason.")

    /// Counts once the transaction is committed.
    func count(_ state: OrderSaga.State, after database: Database) {
        let labels: MetricLabels =
            switch state.rejection {
            case nil: ["outcome": "\(state.word)"]
            case let reason?: ["outcome": "\(state.word)", "reason": "\(reason)"]
            }
        database.afterNextTransaction { [orders] _ in orders.increment(labels) }
    }
}
