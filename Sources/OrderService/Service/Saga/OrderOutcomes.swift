import Chassis
import GRDB

/// Counts how far orders have come, each state once for each order that reaches it.
package struct OrderOutcomes: Sendable {
    package let orders = Counter(
        "shop_orders_total", help: "Orders by the state that they have come to, rejected ones by the reason.")

    private let states = AfterCommit<OrderSaga.State>()

    /// Counts once the transaction is committed.
    func count(_ state: OrderSaga.State, after database: Database) {
        states.add(state, database) { [orders] in
            for state in $0 { orders.increment(Self.labels(of: state)) }
        }
    }

    private static func labels(of state: OrderSaga.State) -> MetricLabels {
        guard let reason = state.rejection else { return ["outcome": state.word.rawValue] }
        return ["outcome": state.word.rawValue, "reason": reason.rawValue]
    }
}
