import Chassis
import GRDB
import Logging
import OrderService
import TestSupport
import Testing

/// What an order waits for may have come when its time is up, and lie at the bank still: much comes at once when the
/// broker was away.
@Suite struct SagaTimeoutTests {
    private let database: any DatabaseWriter

    init() throws {
        database = try Storage.inMemory()
        try OrderDatabase.migrate(database)
    }

    private func work(now: Int, leveling: LoadLeveling? = nil) -> OrderSagaWork {
        var pace = SagaPace()
        pace.grace = .zero
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        return OrderSagaWork(database, pace: pace, logger: logger, now: { now }, leveling: leveling)
    }

    /// An order that waits for the bank's answer, in the clock's milliseconds until `deadline`.
    private func write(deadline: Int) throws {
        let secret = String(repeating: "c", count: 22)
        try database.write { database in
            try database.execute(
                literal: """
                    INSERT INTO orders (id, number, secret, cart, state, placed_at, email, name, store,
                        currency, subtotal, shipping, tax, total)
                    VALUES (1, 'UP-2222-2222', \(secret), \(secret), 'pending', 1, 'a@b.c', 'A', 'fano',
                        'EUR', 1, 2, 0, 3);
                    INSERT INTO order_lines VALUES (1, 0, 'KT-001-SR', 'Kite', 'Red', 'L', '/p', 1, 1, 1);
                    INSERT INTO order_sagas VALUES (1, 'reserved', NULL, \(deadline), NULL);
                    INSERT INTO payments VALUES (1, 'test-card-slow', 3, 'EUR', 'requested');
                    """)
        }
    }

    private func write(_ bank: String, answers: Int, at time: Int) throws {
        try database.write { database in
            try database.execute(
                literal: """
                    INSERT INTO bank_payments
                    VALUES ('UP-2222-2222', 'test-card-slow', 3, 'EUR', \(bank), \(answers), \(time))
                    """)
        }
    }

    @Test(arguments: [
        ("authorised", 1, 90, "confirmed none"), ("authorised", 1, 150, "confirmed none"),
        ("declined", 1, 90, "rejected payment-declined"), ("authorised", 1, 300, "rejected timed-out"),
        ("authorised", 0, 90, "rejected timed-out"),
    ])
    func anAnswerThatIsThereCountsBeforeTheDeadline(
        _ bank: String, _ answers: Int, _ time: Int, _ end: String
    ) async throws {
        try write(deadline: 100)
        try write(bank, answers: answers, at: time)
        _ = try await work(now: 200).timeouts.work()
        let found = try await database.read {
            try String.fetchOne($0, sql: "SELECT state || ' ' || coalesce(reason, 'none') FROM order_sagas")
        }
        #expect(found == end)
    }

    /// In twenty seconds an order is timed out: before that comes near, nobody else may order. The bank's own slowness
    /// is not counted.
    @Test(arguments: [(4_900, true), (5_000, false)])
    func buyersInARushAreTurnedAwayWhenPaymentsWaitTooLongToBeAskedFor(
        _ time: Int, _ isAdmitted: Bool
    ) async throws {
        try write(deadline: 20_000)
        let leveling = LoadLeveling.rush()
        await leveling.answer {}
        let desk = work(now: time, leveling: leveling).desk
        _ = try await desk.work()
        #expect(((try? await leveling.admit()) != nil) == isAdmitted)
        leveling.followed(by: "payment", after: .zero, of: .seconds(1))
        _ = try await desk.work()
        try await leveling.admit()
    }
}
