import Broker
import BrokerAPI
import Foundation
import TestSupport
import Testing
import Wire

/// Nobody looks again without having been called: by an event, a time, or the end.
@Suite(.timeLimit(.minutes(1))) struct WaitingTests {
    @Test func waitingConsumerIsWokenByTheCommit() async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        let waiting = Task { try await broker.ask(wait: 20) }
        try await broker.clock.waitForAlarm()
        #expect(broker.clock.alarms == [20_000])
        try await broker.accept(Sample.event(1))
        #expect(try await waiting.value.count == 1)
        #expect(broker.clock.alarms.isEmpty)
    }

    @Test func waitEndsWithNothingWhenTheTimeIsUp() async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        let waiting = Task { try await broker.ask(wait: 5) }
        try await broker.clock.waitForAlarm()
        broker.clock.advance(milliseconds: 5_000)
        #expect(try await waiting.value.isEmpty)
    }

    /// The alarm is set to the very moment at which a rejected event is due, and at which a lease ends.
    @Test func redeliveryWakesAtItsExactTime() async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        try await broker.accept(Sample.event(1))
        try await broker.reject(broker.ask()[0])
        let waiting = Task { try await broker.ask(wait: 20) }
        try await broker.clock.waitForAlarm()
        #expect(broker.clock.alarms == [100])
        broker.clock.advance(milliseconds: 100)
        #expect(try await waiting.value.map(\.attempt) == [2])
        let other = Task { try await broker.ask(as: "two", wait: 25) }
        try await broker.clock.waitForAlarm()
        #expect(broker.clock.alarms == [25_100])
        broker.clock.advance(milliseconds: 25_000)
        #expect(try await other.value.isEmpty)
        let third = Task { try await broker.ask(as: "three", wait: 25) }
        try await broker.clock.waitForAlarm()
        #expect(broker.clock.alarms == [30_100])
        broker.clock.advance(milliseconds: 5_000)
        #expect(try await third.value.count == 1)
    }

    @Test func acknowledgementWakesForTheNextOfItsKey() async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        try await broker.accept(Sample.event(1), Sample.event(2))
        let first = try await broker.ask()[0]
        let waiting = Task { try await broker.ask(as: "two", wait: 20) }
        try await broker.clock.waitForAlarm()
        try await broker.acknowledge(first.position)
        #expect(try await waiting.value.map(\.event.sequence) == [2])
    }

    @Test func newerQuestionOfTheSameConsumerEndsTheOlder() async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        let older = Task { try await broker.ask(wait: 20) }
        try await broker.clock.waitForAlarm()
        let newer = Task { try await broker.ask(wait: 21) }
        #expect(try await older.value.isEmpty)
        try await broker.accept(Sample.event(1))
        #expect(try await newer.value.count == 1)
    }

    @Test func drainingAnswersEverybodyWhoWaits() async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        let waiting = Task { try await broker.ask(wait: 20) }
        let tail = Task { try await broker.router.get("/log?wait=20").decode(LogPage.self) }
        try await broker.clock.waitForAlarm(2)
        for farewell in broker.farewells { await farewell() }
        #expect(try await waiting.value.isEmpty)
        #expect(try await tail.value.entries.isEmpty)
        #expect(try await broker.ask(wait: 20).isEmpty)
    }

    /// However much of others lies behind it: each answer looks at so many records, and says where to go on.
    @Test func theNewestOfASubjectAreFoundBehindAllOthers() async throws {
        let broker = try await BrokerFixture()
        try await broker.accept(Sample.event(1), Sample.event(2, subject: "B"))
        try await broker.database.write { database in
            try database.execute(
                sql: """
                    INSERT INTO log (source, topic, sequence, subject, type, received_at, checksum, body)
                    WITH RECURSIVE n (i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < 10500)
                    SELECT '/order-service', 'orders', i, 'C', 't', 5, 1, x'7b7d' FROM n
                    """)
        }
        try await broker.accept(Sample.event(20_000))
        var query = LogQuery()
        (query.subject, query.last) = ("A-1", 3)
        let questions = Shared(0)
        let page = try await query.newest { query in
            questions.withLock { $0 += 1 }
            return try await broker.router.get(query.target(waiting: .zero)).decode(LogPage.self)
        }
        #expect(page.entries.compactMap(\.event?.sequence) == [1, 20_000] && page.next == 10_501)
        #expect(questions.value == 2)
        query.last = 1
        let enough = try await broker.router.get(query.target(waiting: .zero)).decode(LogPage.self)
        #expect(enough.entries.count == 1 && enough.earlier == nil)
    }

    @Test func tailHearsWhatComes() async throws {
        let broker = try await BrokerFixture()
        try await broker.accept(Sample.event(1), Sample.event(2, subject: "B"))
        let last = try await broker.router.get("/log?last=1").decode(LogPage.self)
        #expect(last.entries.map(\.position) == [2] && last.next == 2)
        let tail = Task { try await broker.router.get("/log?after=2&wait=20&subject=C").decode(LogPage.self) }
        try await broker.clock.waitForAlarm()
        try await broker.accept(Sample.event(3, subject: "D"))
        try await broker.accept(Sample.event(4, subject: "C"))
        #expect(try await tail.value.entries.compactMap(\.event?.sequence) == [4])
    }

    @Test(.timeLimit(.minutes(1))) func aPlaceBeyondTheLogsEndIsToldAtOnce() async throws {
        let broker = try await BrokerFixture()
        try await broker.accept(Sample.event(1))
        let page = try await broker.router.get("/log?after=5&wait=20").decode(LogPage.self)
        #expect(page.entries.isEmpty && page.next == 1)
    }
}
