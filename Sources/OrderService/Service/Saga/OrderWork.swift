import Chassis
import GRDB
import Vocabulary

/// Who is to be woken by a commit: the workers of the saga, and those who watch an order.
struct OrderWork: Sendable {
    let timeouts = WakeUp()
    let payments = WakeUp()
    let parcels = WakeUp()
    let watchers = OrderWatchers()
    private let changes = AfterCommit<OrderNumber>()

    /// An order's row or timeline is another once the transaction is committed.
    func changed(_ number: OrderNumber, _ database: Database) {
        timeouts.call(after: database)
        changes.add(number, database) { [watchers] in $0.forEach(watchers.changed) }
    }
}
