import GRDB
import OrderAPI
import Vocabulary

/// The release before took a card's word for the money, and kept no book.
extension PaymentGateway {
    /// Writes into the bank's book what the release before has charged.
    static func adopt(_ database: Database, _ order: OrderNumber, _ card: TestCard, _ amount: Money) throws {
        try database.execute(
            sql: """
                INSERT INTO bank_payments (order_number, token, amount, currency, state, answers, answers_at)
                VALUES (?, ?, ?, ?, 'captured', 1, 0)
                ON CONFLICT (order_number) DO UPDATE SET state = 'captured' WHERE state = 'authorised'
                """,
            arguments: [order.text, card.rawValue, amount.minorUnits, amount.currency])
    }
}

extension Payments {
    /// Takes it that the bank has said yes to a payment of an order that the release before has settled.
    func settle(_ database: Database, _ order: OrderNumber) throws {
        guard let payment = try PaymentTable.payment(database, of: order) else { throw UnknownOrder(number: order) }
        try PaymentGateway.adopt(database, order, .accepted, payment.amount)
        try take(database, .authorised, of: order)
    }
}
