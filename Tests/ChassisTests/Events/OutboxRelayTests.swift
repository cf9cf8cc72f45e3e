import Chassis
import Foundation
import GRDB
import TestSupport
import Testing
import Wire

@Suite struct OutboxRelayTests {
    @Test func whatWasLeftIsSentAtStartAndEveryCommitWakesIt() async throws {
        let fixture = try EventFixture()
        let engine = MemoryEngine()
        try await fixture.append(1)
        let appended = Shared(1)
        try await running([fixture.relay(to: engine)]) {
            guard try await fixture.unsent == 0 else { return false }
            let next = appended.withLock { count in
                count += 1
                return count
            }
            if next <= 20 { try await fixture.append(next) }
            return next > 20
        }
        #expect(engine.log.map(\.sequence) == Array(1...20))
    }

    /// It publishes, and dies before it has marked what it sent.
    @Test func crashBetweenSendingAndMarkingHasOneEffect() async throws {
        let fixture = try EventFixture()
        let engine = MemoryEngine()
        try await fixture.append(7)
        let sent = Shared<[CloudEvent]>([])
        let hasSent = Gate()
        let dying = Task {
            try await fixture.relay(
                to: InterruptedEngine(engine) { events in
                    sent.withLock { $0 += events }
                } after: { _ in
                    hasSent.open()
                    try await Task.sleep(for: .seconds(60))
                }
            ).run()
        }
        await hasSent.wait()
        dying.cancel()
        try await dying.value
        #expect(try await fixture.unsent == 1)
        try await running([
            fixture.relay(to: InterruptedEngine(engine) { events in sent.withLock { $0 += events } })
        ]) { try await fixture.unsent == 0 }

        let published = sent.value
        #expect(published.count == 2)
        #expect(Set(published).count == 1)
        let consumer = fixture.consumer(of: engine)
        for event in published { #expect(await consumer.handle(Delivery(event: event, attempt: 1)) == .acknowledge) }
        #expect(try await fixture.effects == [7])
    }

    @Test func twoRelaysAtOnceDoNoHarm() async throws {
        let fixture = try EventFixture()
        let engine = MemoryEngine()
        let relays = [fixture.relay(to: engine), fixture.relay(to: engine)]
        let writing = Task {
            for number in 1...200 { try await fixture.append(number, key: "key \(number % 5)") }
        }
        let consumer = fixture.consumer(of: engine)
        try await running(relays + [consumer]) {
            let effects = try await fixture.effects.count
            let unsent = try await fixture.unsent
            return effects >= 200 && unsent == 0
        }
        try await writing.value
        #expect(engine.log.map(\.sequence) == Array(1...200))
        #expect(try await fixture.effects.sorted() == Array(1...200))
        #expect(try await fixture.ranges == [1...200])
    }

    @Test func engineThatIsAwayIsTriedUntilItIsBack() async throws {
        struct Away: Error {}
        let fixture = try EventFixture()
        let engine = MemoryEngine()
        let failures = Shared(4)
        try await fixture.append(1)
        try await fixture.append(2)
        let flaky = InterruptedEngine(engine) { _ in
            let isAway = failures.withLock { left in
                left -= 1
                return left >= 0
            }
            if isAway { throw Away() }
        }
        try await running([fixture.relay(to: flaky)]) { try await fixture.unsent == 0 }
        #expect(engine.log.map(\.sequence) == [1, 2])
        #expect(fixture.log.lines.filter { $0.contains("events are not sent yet") }.count == 4)
        #expect(await fixture.metrics.text().contains("shop_outbox_failures_total 4"))
    }

    @Test func manyEventsGoInBatchesOfAHundredAndOfHalfAMegabyte() async throws {
        let fixture = try EventFixture()
        let engine = MemoryEngine()
        try await fixture.database.write { database in
            for number in 1...250 {
                try fixture.outbox.append(database, Thing.happened, key: "a", payload: Thing(number: number))
            }
            for _ in 1...20 {
                try fixture.outbox.append(
                    database, Long.told, key: "b", payload: Long(text: String(repeating: "x", count: 60_000)))
            }
        }
        let batches = Shared<[Int]>([])
        let counting = InterruptedEngine(engine) { events in batches.withLock { $0.append(events.count) } }
        try await running([fixture.relay(to: counting)]) { try await fixture.unsent == 0 }
        #expect(batches.value == [100, 100, 58, 8, 4])
        #expect(engine.log.map(\.sequence) == Array(1...270))
    }

    /// A reader is let go by the task that has read: whoever blocks for one may be what keeps that task from going on.
    @Test(.timeLimit(.minutes(1))) func figuresCanBeAskedForWhileEverybodyReads() async throws {
        let folder = try ScratchFolder()
        let fixture = try EventFixture(Storage.open("\(folder.path)/a.sqlite"))
        _ = fixture.relay(to: MemoryEngine())
        await withDiscardingTaskGroup { group in
            for _ in 0..<400 {
                group.addTask { #expect(await fixture.metrics.text().contains("shop_outbox_depth 0")) }
                group.addTask { _ = try? await fixture.unsent }
            }
        }
    }

    /// Each of 1,000 rows is damaged in its own way; between them stand others.
    @Test func damagedEventIsReportedAndNeverSent() async throws {
        let fixture = try EventFixture()
        let engine = MemoryEngine()
        try await fixture.database.write { database in
            for number in 1...1_000 {
                for key in ["damaged \(number)", "well \(number)", "damaged \(number)"] {
                    try fixture.outbox.append(database, Thing.happened, key: key, payload: Thing(number: number))
                }
            }
            for number in 1...1_000 { try Self.damage(database, position: Int64(number) * 3 - 2) }
        }
        try await running([fixture.relay(to: engine)]) { try await fixture.unsent <= 2_000 }
        #expect(engine.log.allSatisfy { $0.subject.hasPrefix("well") })
        #expect(engine.log.count == 1_000)
        #expect(try await fixture.unsent == 2_000)
        #expect(await fixture.metrics.text().contains("shop_outbox_damaged 1000\n"))
        #expect(fixture.log.lines.filter { $0.contains("is damaged and is not sent") }.count == 1_000)
    }

    /// What damages a file asks no column for its kind.
    @Test(arguments: [
        "topic = x'00'", "topic = 7", "topic = NULL", "sequence = 'one'", "sequence = x'01'", "sequence = 2.5",
        "subject = x'00ff'", "subject = 7", "event = NULL", "event = 7", "checksum = 'x'", "checksum = NULL",
    ])
    func aValueOfAnotherKindIsDamageToo(change: String) async throws {
        let fixture = try EventFixture()
        let engine = MemoryEngine()
        try await fixture.database.write { database in
            try database.execute(
                sql: """
                    DROP TABLE outbox;
                    CREATE TABLE outbox (position INTEGER PRIMARY KEY, topic, sequence, subject, event, checksum,
                        appended_at)
                    """)
            for key in ["damaged", "well"] {
                try fixture.outbox.append(database, Thing.happened, key: key, payload: Thing(number: 1))
            }
            try database.execute(sql: "UPDATE outbox SET \(change) WHERE position = 1")
        }
        try await running([fixture.relay(to: engine)]) { try await fixture.unsent == 1 }
        #expect(engine.log.map(\.subject) == ["well"])
        #expect(fixture.log.lines.filter { $0.contains("is damaged and is not sent") }.count == 1)
    }

    /// Flips a bit of what is sent, or cuts its end off.
    private static func damage(_ database: Database, position: Int64) throws {
        let row = try Row.fetchOne(
            database, sql: "SELECT event, checksum FROM outbox WHERE position = ?", arguments: [position])
        guard var event: Data = row?["event"], let checksum: Int64 = row?["checksum"] else { return }
        switch Int.random(in: 0..<10) {
        case 0:
            try database.execute(
                sql: "UPDATE outbox SET checksum = ? WHERE position = ?",
                arguments: [checksum ^ (1 << Int64.random(in: 0..<32)), position])
            return
        case 1...3: event = event.prefix(Int.random(in: 0..<event.count))
        default: event[Int.random(in: 0..<event.count)] ^= 1 << UInt8.random(in: 0..<8)
        }
        try database.execute(
            sql: "UPDATE outbox SET event = ? WHERE position = ?", arguments: [event, position])
    }
}
