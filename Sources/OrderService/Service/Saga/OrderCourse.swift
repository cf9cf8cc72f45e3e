import Chassis
import GRDB
import Logging
import OrderAPI
import Vocabulary
import Wire

/// Lets orders take the steps of ``OrderSaga``, with everything that a step brings about in this service: rows, events,
/// timeline. Each method runs in somebody's transaction, so that a step is taken whole or not at all.
package struct OrderCourse: Sendable {
    let outbox: Outbox
    let clock: WallClock
    let pace: SagaPace
    let work: OrderWork
    /// Between those who order and what their orders need.
    let leveling: LoadLeveling
    let outcomes = OrderOutcomes()
    let logger: Logger

    /// Begins an order that was just written down.
    /// - Parameter now: when it was placed, in the clock's milliseconds.
    func begin(
        _ database: Database, _ order: Order, id: Int64, card: TestCard, at now: Int, trace: TraceContext?
    ) throws {
        try SagaTable.insert(database, order: id, state: .placed, deadline: now + pace.stock.milliseconds, trace: trace)
        try SagaTable.note(database, .placed, of: id, at: now)
        try PaymentTable.insert(database, order: id, card, order.totals.total)
        try tellPlaced(database, order, trace: trace)
        work.timeouts.call(after: database)
        outcomes.count(.placed, after: database)
    }

    func tellPlaced(_ database: Database, _ order: Order, trace: TraceContext?) throws {
        let lines = order.lines.map { OrderPlaced.Line(sku: $0.sku, quantity: $0.quantity) }
        try outbox.append(
            database, OrderEvents.placed, key: order.number,
            payload: OrderPlaced(order: order.number, lines: lines, total: order.totals.total),
            correlation: order.number, trace: trace)
    }

    /// Tells an order what happened.
    /// - Returns: the step that followed.
    /// - Throws: ``UnknownOrder``.
    @discardableResult
    func take(_ database: Database, _ event: OrderSaga.Event, of number: OrderNumber) throws -> OrderSaga.Step {
        guard let row = try SagaTable.row(database, number) else { throw UnknownOrder(number: number) }
        let step = OrderSaga.step(row.state, on: event)
        if row.state == .placed, event == .stockReserved || event == .stockRefused {
            leveling.followed(by: "stock", after: .milliseconds(clock.now() - row.placedAt), of: pace.stock)
        }
        switch step {
        case .moves(let state, let actions):
            try move(database, row, to: state, on: event)
            for action in actions { try run(database, action, row, in: state) }
        case .stays(let actions):
            for action in actions { try run(database, action, row, in: row.state) }
            if event == .deadlinePassed, let limit = pace.limit(of: row.state) {
                try SagaTable.postpone(database, row.id, to: clock.now() + limit.milliseconds)
            }
        case .isRefused where event != .cancelled:
            logger.critical(
                "an order was told what cannot be",
                metadata: ["order": "\(number)", "state": "\(row.state.word)", "event": "\(event)"])
        case .isRefused: break
        }
        return step
    }

    private func move(
        _ database: Database, _ row: SagaTable.Row, to state: OrderSaga.State, on event: OrderSaga.Event
    ) throws {
        let now = clock.now()
        try SagaTable.move(
            database, row.id, to: state, deadline: pace.limit(of: state).map { now + $0.milliseconds }, at: now)
        for what in [event.happening, state.happening] {
            if let what { try SagaTable.note(database, what, of: row.id, at: now) }
        }
        work.changed(row.number, database)
        outcomes.count(state, after: database)
    }

    /// Notes something that happened to an order and changes nothing else.
    func note(_ database: Database, _ what: Order.Happening, of number: OrderNumber) throws {
        guard let row = try SagaTable.row(database, number) else { throw UnknownOrder(number: number) }
        try SagaTable.note(database, what, of: row.id, at: clock.now())
        work.changed(number, database)
    }

    // MARK: Actions

    private func run(
        _ database: Database, _ action: OrderSaga.Action, _ row: SagaTable.Row, in state: OrderSaga.State
    ) throws {
        switch action {
        case .tell: try tell(database, state, of: row)
        case .askForPayment: try payments.take(database, .wanted, of: row.number)
        case .capturePayment: try payments.take(database, .due, of: row.number)
        case .voidPayment: try payments.take(database, .dropped, of: row.number)
        case .orderParcel:
            try ParcelTable.order(database, row.number, of: row.id, at: clock.now() + pace.collection.milliseconds)
            work.parcels.call(after: database)
        case .giveCartBack:
            guard try OrderTable.restoreCart(database, row.cart, of: row.id, at: clock.now()) else { return }
            try SagaTable.note(database, .cartRestored, of: row.id, at: clock.now())
        }
    }

    var payments: Payments {
        Payments(outbox: outbox, clock: clock, work: work, logger: logger)
    }

    private func tell(_ database: Database, _ state: OrderSaga.State, of row: SagaTable.Row) throws {
        let order = row.number.text
        switch state {
        case .placed, .reserved: break
        case .confirmed: try say(database, OrderEvents.confirmed, OrderConfirmed(order: order), row)
        case .shipped:
            let parcel = try ParcelTable.number(database, of: row.id) ?? ""
            try say(database, OrderEvents.shipped, OrderShipped(order: order, parcel: parcel), row)
        case .delivered: try say(database, OrderEvents.delivered, OrderDelivered(order: order), row)
        case .rejected(let reason):
            try say(database, OrderEvents.rejected, OrderRejected(order: order, reason: reason), row)
        }
    }

    private func say<Payload>(
        _ database: Database, _ type: EventType<Payload>, _ payload: Payload, _ row: SagaTable.Row
    ) throws {
        try outbox.append(
            database, type, key: row.number.text, payload: payload, correlation: row.number.text,
            trace: try SagaTable.trace(database, of: row.number))
    }
}

/// An event names an order that is not in this database.
struct UnknownOrder: Error, CustomStringConvertible {
    let number: OrderNumber

    var description: String { "there is no order \(number)" }
}

extension OrderSaga.Event {
    /// What the timeline says of it; nil if the state that follows says it all.
    fileprivate var happening: Order.Happening? {
        switch self {
        case .stockReserved: .stockReserved
        case .stockRefused: .stockRefused
        case .paymentAuthorised: .paymentAuthorised
        case .paymentDeclined: .paymentDeclined
        case .cancelled: .cancelled
        case .deadlinePassed: .timedOut
        case .collected, .delivered: nil
        }
    }
}

extension OrderSaga.State {
    /// Nil if the event that led here says it all.
    fileprivate var happening: Order.Happening? {
        switch self {
        case .placed, .reserved: nil
        case .confirmed: .confirmed
        case .shipped: .shipped
        case .delivered: .delivered
        case .rejected: .rejected
        }
    }
}
