import Broker
import BrokerAPI
import Chassis
import Foundation
import GRDB
import NIOCore
import Synchronization
import TestSupport
import Testing
import Wire

@Suite(.timeLimit(.minutes(1))) struct PublishingTests {
    @Test func publishedEventIsInTheLogWithItsOwnBytes() async throws {
        let broker = try await BrokerFixture()
        // A number that a decoder would write differently, and spaces.
        let body = String(buffer: Sample.event(1).json()).replacing("\"lines\":1", with: "\"lines\" : 1.50")
        #expect(try await broker.publish(raw: "[ \(body) ]").status == .ok)
        let answer = try await broker.router.get("/log/order-service%2Forders%2F1")
        #expect(answer.text == "{\"position\":1,\"receivedAt\":\(Sample.start),\"event\":\(body)}")
    }

    @Test func repetitionIsCountedAndKeptOnce() async throws {
        let broker = try await BrokerFixture()
        try await broker.accept(Sample.event(1), Sample.event(2))
        #expect(try await broker.accept(Sample.event(2), Sample.event(3)) == PublishReceipt(accepted: 1, duplicates: 1))
        let page = try await broker.router.get("/log").decode(LogPage.self)
        #expect(page.entries.compactMap(\.event?.sequence) == [1, 2, 3])
    }

    @Test func otherContentUnderAKnownSequenceTakesNothingOfTheBatch() async throws {
        let broker = try await BrokerFixture()
        try await broker.accept(Sample.event(1))
        let answer = try await broker.publish([Sample.event(2), Sample.event(1, data: .text("other"))])
        #expect(answer.status == .conflict)
        #expect(try answer.decode(Problem.self).type == BrokerProblem.conflict)
        #expect(try await broker.accept(Sample.event(2)).accepted == 1)
    }

    /// The sequence is known by its range, whatever has become of the record.
    @Test func eventIsKnownAgainAfterItsRecordIsForgotten() async throws {
        let broker = try await BrokerFixture()
        try await broker.accept(Sample.event(1), Sample.event(2))
        try await broker.database.write { try $0.execute(sql: "DELETE FROM log") }
        #expect(try await broker.accept(Sample.event(2), Sample.event(1)).duplicates == 2)
        let ranges = try await broker.database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM received") }
        #expect(ranges == 1)
    }

    @Test func sequencesInAnyOrderBecomeOneRange() async throws {
        let broker = try await BrokerFixture()
        for sequence in [5, 1, 3, 2, 4, 3, 1] as [Int64] { try await broker.accept(Sample.event(sequence)) }
        let ranges = try await broker.database.read { try Row.fetchAll($0, sql: "SELECT first, last FROM received") }
        #expect(ranges.map { [$0[0], $0[1]] as [Int] } == [[1, 5]])
    }

    // MARK: Bad input

    @Test(arguments: [
        ("", 400), ("[", 400), ("{}", 422), ("[]", 422), ("[1]", 422), ("[{}]", 422), ("null", 422), ("[[]]", 422),
    ])
    func whatIsNoBatchIsRefused(body: String, status: Int) async throws {
        let answer = try await BrokerFixture().publish(raw: body)
        #expect(answer.status.code == status)
        #expect(answer.headers[.contentType] == Problem.mediaType)
    }

    @Test(arguments: [
        ("\"1.0\"", "\"0.3\"", "specversion"), ("/orders/2\"", "/orders/9\"", "id"),
        ("0000000000000000002", "2", "sequence"), ("\"/order-service\"", "\"order service\"", "source"),
        ("\"A-1\",\"time", "\"\",\"time", "subject"), ("placed.v1\"}", "placed\"}", "type"),
        ("2023-", "20x3-", "time"),
    ])
    func faultyEventIsRefusedWithItsPlaceAndField(good: String, bad: String, field: String) async throws {
        let broker = try await BrokerFixture()
        let events = [Sample.event(1), Sample.event(2)].map { String(buffer: $0.json()) }
        let broken = events[1].replacing(good, with: bad)
        #expect(broken != events[1])
        let answer = try await broker.publish(raw: "[\(events[0]),\(broken)]")
        #expect(answer.status.code == 422)
        #expect(
            try answer.decode(Problem.self).errors?.first?.field.hasPrefix("[1].\(field)") == true, "\(answer.text)")
        #expect(try await broker.accept(Sample.event(1)).accepted == 1)
    }

    @Test func tooMuchIsRefused() async throws {
        let broker = try await BrokerFixture()
        let many = (1...501).map { Sample.event($0) }
        #expect(try await broker.publish(many).status.code == 413)
        let long = Sample.event(1, data: .text(String(repeating: "x", count: 65_600)))
        let answer = try await broker.publish([long])
        #expect(answer.status.code == 422)
        #expect(try answer.decode(Problem.self).errors?.first?.field == "[0]")
        #expect(try await broker.publish(raw: String(repeating: " ", count: 1_100_000)).status.code == 413)
        #expect(try await broker.router.send(.post, "/events", json: "[]").status.code == 415)
    }

    // MARK: Group commit

    @Test func publishersThatComeTogetherShareATransaction() async throws {
        let broker = try await BrokerFixture()
        let count = TransactionCount()
        broker.database.add(transactionObserver: count, extent: .databaseLifetime)
        let gate = Gate()
        // The file is busy, as during an fsync, while they come.
        let busy = Task { try await broker.hold(until: gate) }
        while !broker.isBusy.value { await Task.yield() }
        let receipts = try await withThrowingTaskGroup(of: PublishReceipt.self) { group in
            for sequence in 1...40 {
                group.addTask {
                    try await broker.accept(Sample.event(1, subject: "S-\(sequence)", source: "/s\(sequence)"))
                }
            }
            try await Task.sleep(for: .milliseconds(100))
            gate.open()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        try await busy.value
        #expect(receipts.map(\.accepted) == Array(repeating: 1, count: 40))
        #expect(count.commits <= 4, "\(count.commits) transactions for 40 publishers")
    }

    @Test func conflictOfOneDoesNotHarmAnotherInItsTransaction() async throws {
        let broker = try await BrokerFixture()
        try await broker.accept(Sample.event(1))
        async let bad = broker.publish([Sample.event(2, subject: "B"), Sample.event(1, data: .text("other"))])
        async let good = broker.publish([Sample.event(1, source: "/cart-service")])
        #expect(try await bad.status == .conflict)
        #expect(try await good.status == .ok)
        let page = try await broker.router.get("/log").decode(LogPage.self)
        #expect(page.entries.compactMap(\.event?.id) == ["order-service/orders/1", "cart-service/orders/1"])
    }

    // MARK: Room

    @Test func fullLogHoldsPublishersBackUntilConsumersHaveCaughtUp() async throws {
        var settings = BrokerSettings()
        settings.logLimit = 300_000
        let broker = try await BrokerFixture(settings: settings)
        try await broker.subscribe()
        var sequence: Int64 = 0
        var answer = WireResponse(status: .ok)
        while answer.status == .ok {
            sequence += 1
            let text = String(repeating: "x", count: 20_000)
            answer = try await broker.publish([Sample.event(sequence, subject: "S\(sequence)", data: .text(text))])
        }
        #expect(answer.status == .serviceUnavailable)
        #expect(answer.headers[.retryAfter] == "1")
        #expect(try answer.decode(Problem.self).type == BrokerProblem.full)
        #expect(sequence > 5)
        let due = try await broker.ask(limit: 100)
        try await broker.settle(DeliveryOutcome(acknowledged: due.map(\.position)))
        #expect(try await broker.publish([Sample.event(sequence)]).status == .ok)
        #expect(try await broker.metric("shop_broker_refused_total") == 1)
    }

    /// More than is looked at in one step is due to a group that does not come; behind it lies what nobody waits for.
    @Test func whatMayGoIsFoundBehindWhatIsDue() async throws {
        var settings = BrokerSettings()
        settings.logLimit = 2_500_000
        let broker = try await BrokerFixture(settings: settings)
        try await broker.subscribe()
        for start in stride(from: Int64(1), through: 1_901, by: 100) {
            let due = (start..<start + 100).map { Sample.event($0, subject: "S\($0)") }
            #expect(try await broker.publish(due).status == .ok)
        }
        let text = String(repeating: "x", count: 20_000)
        for sequence in Int64(1)...200 {
            let free = Sample.event(sequence, topic: "stock", source: "/catalog-service", data: .text(text))
            try #require(try await broker.publish([free]).status == .ok, "\(sequence)")
        }
        #expect(try await broker.metric("shop_broker_refused_total") ?? 0 == 0)
        #expect(try await broker.ask(limit: 100).count == 100)
    }

    @Test func fullDiskHoldsPublishersBack() async throws {
        var settings = BrokerSettings()
        settings.freeLimit = .max
        let answer = try await BrokerFixture(settings: settings).publish([Sample.event(1)])
        #expect(answer.status == .serviceUnavailable)
        #expect(try answer.decode(Problem.self).detail?.contains("disk") == true)
    }
}

/// Counts what is put on disk, by the database's own word.
final class TransactionCount: TransactionObserver, Sendable {
    private let count = Mutex(0)
    var commits: Int { count.withLock(\.self) }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) { count.withLock { $0 += 1 } }
    func databaseDidRollback(_ db: Database) {}
}
