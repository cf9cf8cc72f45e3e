import GRDB
import OrderAPI
import Vocabulary

/// Takes over the orders that the release before has written or settled, before this release was there or while it was
/// rolled back: at every start, in one transaction. There is nothing to do if there are none.
struct SagaAdoption: Sendable {
    let course: OrderCourse

    private var clock: WallClock { course.clock }
    private var pace: SagaPace { course.pace }

    func run(_ database: any DatabaseWriter) throws {
        try database.write { database in
            try adoptUnknown(database)
            try adoptSettled(database)
        }
    }

    // MARK: Orders that have no saga

    private func adoptUnknown(_ database: Database) throws {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT id, number, cart, state, placed_at, settled_at, total, currency FROM orders
                WHERE NOT EXISTS (SELECT 1 FROM order_sagas WHERE order_id = id) ORDER BY id
                """)
        for row in rows {
            let former: String = row["state"]
            switch former {
            case "pending": try adoptPending(database, row)
            case "received": try adoptReceived(database, row)
            default: try adoptRejected(database, row)
            }
        }
    }

    /// What was ordered leaves the cart, and its pieces are asked for by event. If the release before has taken them
    /// already, catalog-service knows.
    private func adoptPending(_ database: Database, _ row: Row) throws {
        let (id, number): (Int64, OrderNumber) = (row["id"], try row.identifier("number"))
        try SagaTable.insert(
            database, order: id, state: .placed, deadline: clock.now() + pace.stock.milliseconds)
        try SagaTable.note(database, .placed, of: id, at: row["placed_at"])
        try PaymentTable.insert(database, order: id, .accepted, row.money("total", row["currency"]))
        guard let order = try OrderTable.order(database, number) else { throw UnreadableRow(column: "number") }
        for line in order.lines {
            try CartTable.takeOut(database, line.quantity.count, of: line.sku, from: try row.identifier("cart"))
        }
        try course.tellPlaced(database, order, trace: nil)
    }

    /// Its pieces are sold and its card was accepted; what is left is to send it.
    private func adoptReceived(_ database: Database, _ row: Row) throws {
        let id: Int64 = row["id"]
        try SagaTable.insert(
            database, order: id, state: .confirmed,
            deadline: pace.limit(of: .confirmed).map { clock.now() + $0.milliseconds })
        try SagaTable.note(database, .placed, of: id, at: row["placed_at"])
        try SagaTable.note(database, .confirmed, of: id, at: row["settled_at"])
        let (number, total): (OrderNumber, Money) = (
            try row.identifier("number"), row.money("total", row["currency"])
        )
        try PaymentTable.insert(database, order: id, .accepted, total, state: .captured)
        try PaymentGateway.adopt(database, number, .accepted, total)
        try ParcelTable.order(database, number, of: id, at: clock.now() + pace.collection.milliseconds)
    }

    private func adoptRejected(_ database: Database, _ row: Row) throws {
        let id: Int64 = row["id"]
        try SagaTable.insert(database, order: id, state: .rejected(.outOfStock), deadline: nil)
        try SagaTable.note(database, .placed, of: id, at: row["placed_at"])
        try SagaTable.note(database, .rejected, of: id, at: row["settled_at"])
        try PaymentTable.insert(
            database, order: id, .accepted, row.money("total", row["currency"]), state: .voided)
    }

    // MARK: Orders that were settled while this release was rolled back

    private func adoptSettled(_ database: Database) throws {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT number, orders.state AS settled FROM orders JOIN order_sagas ON order_id = id
                WHERE orders.state <> 'pending' AND order_sagas.state IN ('placed', 'reserved') ORDER BY id
                """)
        for row in rows {
            let number: OrderNumber = try row.identifier("number")
            if row["settled"] == "rejected" {
                try course.take(database, .deadlinePassed, of: number)
            } else {
                try course.take(database, .stockReserved, of: number)
                try course.payments.settle(database, number)
                try course.take(database, .paymentAuthorised, of: number)
            }
        }
    }
}
