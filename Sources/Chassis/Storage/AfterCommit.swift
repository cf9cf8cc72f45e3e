import GRDB
import Synchronization

/// Gathers what a transaction brings about outside of its database, such as who is to be woken, and does all of it at
/// once when the transaction is on disk. One that is rolled back brings about nothing. Of a savepoint that is rolled
/// back in a transaction that is not, it does what was added: who is woken then finds nothing to do.
///
/// It waits once for the transaction's end, however much it gathers: GRDB asks everybody who waits for that about each
/// statement on the way.
package final class AfterCommit<Item: Sendable>: Sendable {
    private let items = Mutex<[Item]>([])

    package init() {}

    /// - Parameter act: the same for all items; it runs on the database's queue and must be quick.
    package func add(_ item: Item, _ database: Database, act: @escaping @Sendable ([Item]) -> Void) {
        let isFirst = items.withLock { items in
            items.append(item)
            return items.count == 1
        }
        guard isFirst else { return }
        database.afterNextTransaction { [self] _ in
            act(take())
        } onRollback: { [self] _ in
            _ = take()
        }
    }

    private func take() -> [Item] {
        items.withLock { items in
            defer { items = [] }
            return items
        }
    }
}
