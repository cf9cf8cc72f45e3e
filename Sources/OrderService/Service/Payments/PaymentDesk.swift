import Chassis
import GRDB
import OrderAPI
import Vocabulary

/// Asks the bank on behalf of payments, and tells payments and orders what it said. It keeps nothing in mind: whatever
/// is open is asked (again), which the bank takes for what it is.
package struct PaymentDesk: Sendable {
    /// Payments that are looked at together.
    private static let pageSize = 100

    let file: SharedCommit
    let gateway: PaymentGateway
    let payments: Payments
    let course: OrderCourse
    let clock: WallClock

    /// Does what can be done now. What follows from an answer is done at the next call, for which its commit wakes the
    /// worker.
    /// - Returns: when the bank will say more; nil if nothing is known of.
    package func work() async throws -> Int? {
        var next: [Int] = []
        var last: Int64 = 0
        while true {
            let open = try await file.database.read { [last] database in
                try PaymentTable.open(database, after: last, limit: Self.pageSize)
            }
            guard let end = open.last else { return next.min() }
            last = end.id
            let known = try await gateway.statements(about: open.map(\.order))
            try await noteDelay(of: open.first { $0.state == .requested && known[$0.order] == nil })
            try await gateway.send(open.compactMap { $0.instruction(given: known[$0.order]) })
            let statements = try await gateway.statements(about: open.map(\.order))
            let now = clock.now()
            try await note(answers(to: open, statements, by: now))
            if let answer = nextAnswer(to: open, statements, after: now) { next.append(answer) }
        }
    }

    /// Notes what the bank has said by now of these orders' payments, which the worker may not have come to yet.
    func hear(about orders: [OrderNumber]) async throws {
        let payments = try await file.database.read { database in
            try orders.compactMap { try PaymentTable.payment(database, of: $0) }
        }
        let statements = try await gateway.statements(about: payments.map(\.order))
        try await note(answers(to: payments, statements, by: clock.now()))
    }

    /// Notes how long a payment has waited for the bank to be asked; how long the bank takes is its own affair.
    private func noteDelay(of payment: Payment?) async throws {
        guard let payment,
            let deadline = try await file.database.read({ try SagaTable.deadline($0, of: payment.id) })
        else { return }
        let time = course.pace.payment
        course.leveling.followed(by: "payment", after: time - .milliseconds(deadline - clock.now()), of: time)
    }

    private struct Answer: Sendable {
        var order: OrderNumber
        var event: PaymentCourse.Event
    }

    private func answers(
        to open: [Payment], _ statements: [OrderNumber: PaymentGateway.Statement], by now: Int
    ) -> [Answer] {
        open.flatMap { payment -> [Answer] in
            guard let statement = statements[payment.order] else { return [] }
            return statement.events(for: payment.state, by: now).map { Answer(order: payment.order, event: $0) }
        }
    }

    private func nextAnswer(
        to open: [Payment], _ statements: [OrderNumber: PaymentGateway.Statement], after now: Int
    ) -> Int? {
        open.compactMap { payment in
            statements[payment.order].flatMap { $0.answers > 0 && $0.answersAt > now ? $0.answersAt : nil }
        }.min()
    }

    /// What the bank said of a payment and what follows for its order are one transaction.
    private func note(_ answers: [Answer]) async throws {
        guard !answers.isEmpty else { return }
        try await file.write { database in
            for answer in answers where try payments.take(database, answer.event, of: answer.order) {
                switch answer.event {
                case .authorised: try course.take(database, .paymentAuthorised, of: answer.order)
                case .declined: try course.take(database, .paymentDeclined, of: answer.order)
                case .captured: try course.note(database, .paymentCaptured, of: answer.order)
                case .voided: try course.note(database, .paymentVoided, of: answer.order)
                case .wanted, .due, .dropped: break
                }
            }
        }
    }
}

extension Payment {
    /// What the bank must still be told, given what is in its book.
    fileprivate func instruction(given statement: PaymentGateway.Statement?) -> PaymentGateway.Instruction? {
        switch (state, statement?.state) {
        case (.requested, nil): .authorise(order, token: token, amount)
        case (.capturing, .authorised): .capture(order)
        case (.voiding, .authorised), (.voiding, nil): .void(order)
        default: nil
        }
    }
}

extension PaymentGateway.Statement {
    /// What it means for a payment in this state.
    fileprivate func events(for payment: PaymentCourse.State, by now: Int) -> [PaymentCourse.Event] {
        switch (payment, state) {
        case (.requested, .authorised) where answersAt <= now: Array(repeating: .authorised, count: answers)
        case (.requested, .declined) where answersAt <= now: Array(repeating: .declined, count: answers)
        case (.capturing, .captured): [.captured]
        // A payment that the bank declined before it was dropped is as good as void: nothing is held.
        case (.voiding, .voided), (.voiding, .declined): [.voided]
        default: []
        }
    }
}
