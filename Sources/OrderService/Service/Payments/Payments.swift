import Chassis
import GRDB
import Logging
import OrderAPI
import Vocabulary
import Wire

/// Lets payments take the steps of ``PaymentCourse``, in somebody's transaction, and says what became of them.
struct Payments: Sendable {
    let outbox: Outbox
    let clock: WallClock
    let work: OrderWork
    let logger: Logger

    /// - Returns: whether the payment is another now.
    @discardableResult
    func take(_ database: Database, _ event: PaymentCourse.Event, of order: OrderNumber) throws -> Bool {
        guard let payment = try PaymentTable.payment(database, of: order) else { throw UnknownOrder(number: order) }
        switch PaymentCourse.step(payment.state, on: event) {
        case .moves(let state):
            try PaymentTable.set(database, state, of: order)
            try tell(database, payment, state)
            work.payments.call(after: database)
            return true
        case .stays: return false
        case .isRefused:
            logger.critical(
                "a payment was told what cannot be",
                metadata: ["order": "\(order)", "state": "\(payment.state)", "event": "\(event)"])
            return false
        }
    }

    /// Only what the bank has done is said; a payment that was dropped before the bank heard of it is nobody's
    /// business.
    private func tell(_ database: Database, _ payment: Payment, _ state: PaymentCourse.State) throws {
        let type: EventType<PaymentChanged>? =
            switch state {
            case .authorised: PaymentEvents.authorised
            case .declined: PaymentEvents.declined
            case .captured: PaymentEvents.captured
            case .voided where payment.state == .voiding: PaymentEvents.voided
            case .awaiting, .requested, .capturing, .voiding, .voided: nil
            }
        guard let type else { return }
        try outbox.append(
            database, type, key: payment.order.text,
            payload: PaymentChanged(order: payment.order.text, amount: payment.amount),
            correlation: payment.order.text, trace: try SagaTable.trace(database, of: payment.order))
    }
}
