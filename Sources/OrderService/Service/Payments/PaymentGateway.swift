import Chassis
import GRDB
import OrderAPI
import Vocabulary

/// The line to a simulated bank. The bank keeps its own book, `bank_payments`, in transactions of its own, so that a
/// crash may come between what it did and what the shop knows of it, as with any bank. What is asked of it is known by
/// the order's number: asked again, it does nothing again.
///
/// The card's token says what it answers: `test-card-accepted` yes, `test-card-declined` no, `test-card-slow` yes
/// after a while, `test-card-silent` nothing at all though it holds the money, `test-card-twice` yes and yes again.
struct PaymentGateway: Sendable {
    enum Instruction: Sendable, Hashable {
        case authorise(OrderNumber, token: String, Money)
        case capture(OrderNumber)
        /// Frees the money. The bank remembers it of an order that it has not heard of yet, too.
        case void(OrderNumber)
    }

    /// The bank's word about one order.
    struct Statement: Sendable, Hashable {
        enum State: String, Sendable {
            case authorised, declined, captured, voided
        }

        var state: State
        /// How often it answered the request to authorise; 0 if it says nothing.
        var answers: Int
        /// When it does so.
        var answersAt: Int
    }

    let file: SharedCommit
    let clock: WallClock
    let slowness: Duration

    func send(_ instructions: [Instruction]) async throws {
        guard !instructions.isEmpty else { return }
        let now = clock.now()
        try await file.write { database in
            for instruction in instructions { try follow(instruction, database, at: now) }
        }
    }

    /// What the bank has in its book about these orders.
    func statements(about orders: [OrderNumber]) async throws -> [OrderNumber: Statement] {
        try await file.database.read { database in
            let statement = try database.cachedStatement(
                sql: "SELECT state, answers, answers_at FROM bank_payments WHERE order_number = ?")
            var statements: [OrderNumber: Statement] = [:]
            for order in orders {
                guard let row = try Row.fetchOne(statement, arguments: [order.text]) else { continue }
                guard let state = Statement.State(rawValue: row[0]) else { throw UnreadableRow(column: "state") }
                statements[order] = Statement(state: state, answers: row[1], answersAt: row[2])
            }
            return statements
        }
    }

    // MARK: In the bank

    private func follow(_ instruction: Instruction, _ database: Database, at now: Int) throws {
        switch instruction {
        case .authorise(let order, let token, let amount):
            let manner = Manner(token)
            try database.cachedStatement(
                sql: """
                    INSERT INTO bank_payments (order_number, token, amount, currency, state, answers, answers_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (order_number) DO NOTHING
                    """
            ).execute(arguments: [
                order.text, token, amount.minorUnits, amount.currency, manner.state.rawValue, manner.answers,
                now + (manner.isSlow ? slowness.milliseconds : 0),
            ])
        case .capture(let order):
            try database.cachedStatement(
                sql: "UPDATE bank_payments SET state = 'captured' WHERE order_number = ? AND state = 'authorised'"
            ).execute(arguments: [order.text])
        case .void(let order):
            try database.cachedStatement(
                sql: """
                    INSERT INTO bank_payments (order_number, state, answers, answers_at) VALUES (?, 'voided', 1, ?)
                    ON CONFLICT (order_number) DO UPDATE SET state = 'voided' WHERE state = 'authorised'
                    """
            ).execute(arguments: [order.text, now])
        }
    }

    /// How the bank behaves with a card.
    private struct Manner {
        let state: Statement.State
        let answers: Int
        let isSlow: Bool

        /// A card that the bank does not know is declined.
        init(_ token: String) {
            let card = TestCard(rawValue: token) ?? .declined
            state = card == .declined ? .declined : .authorised
            isSlow = card == .slow
            answers =
                switch card {
                case .accepted, .declined, .slow: 1
                case .silent: 0
                case .twice: 2
                }
        }
    }
}
