import Chassis
import GRDB
import TestSupport
import Testing
import Wire

@Suite struct EventConsumerTests {
    private struct Refused: Error {}

    @Test func everyEventHasItsEffectOnce() async throws {
        let fixture = try EventFixture()
        let engine = MemoryEngine()
        let events = (Int64(1)...50).map { EventFixture.event($0) }
        try await engine.publish(events)
        let consumer = fixture.consumer(of: engine)
        try await running([consumer]) { try await fixture.effects.count == 50 }
        #expect(try await fixture.effects == Array(1...50))
        for event in events { #expect(await consumer.handle(Delivery(event: event, attempt: 1)) == .acknowledge) }
        #expect(try await fixture.effects.count == 50)
        #expect(
            await fixture.metrics.text().contains("shop_events_consumed_total{topic=\"things\",outcome=\"handled\"} 50")
        )
        #expect(
            await fixture.metrics.text().contains(
                "shop_events_consumed_total{topic=\"things\",outcome=\"repeated\"} 50"))
    }

    @Test func handlerThatThrowsIsARejectionWithItsReason() async throws {
        let fixture = try EventFixture()
        let isWell = Shared(false)
        let consumer = fixture.consumer(of: MemoryEngine()) { _, _ in
            if !isWell.value { throw Problem.invalid("stock", "is gone") }
        }
        let event = EventFixture.event(1)
        #expect(await consumer.handle(Delivery(event: event, attempt: 1)) == .reject("stock is gone"))
        #expect(try await fixture.effects.isEmpty)
        #expect(try await fixture.ranges.isEmpty)
        isWell.withLock { $0 = true }
        #expect(await consumer.handle(Delivery(event: event, attempt: 2)) == .acknowledge)
        #expect(try await fixture.effects == [1])
    }

    @Test func payloadThatIsNotAsDeclaredIsRejectedByName() async throws {
        let fixture = try EventFixture()
        var event = EventFixture.event(1)
        event.data = ["number": "one"]
        let verdict = await fixture.consumer(of: MemoryEngine()).handle(Delivery(event: event, attempt: 1))
        #expect(verdict == .reject("number must be a whole number"))
    }

    @Test func poisonIsParkedAndHoldsBackItsKeyOnly() async throws {
        let fixture = try EventFixture()
        let engine = MemoryEngine(firstPause: .milliseconds(1))
        var poison = EventFixture.event(1)
        poison.subject = "poison"
        var behind = EventFixture.event(2)
        behind.subject = "poison"
        try await engine.publish([poison, behind, EventFixture.event(3)])
        let consumer = fixture.consumer(of: engine) { _, thing in if thing.number == 1 { throw Refused() } }
        try await running([consumer]) { engine.parked("thing-service").count == 1 }
        #expect(engine.parked("thing-service") == [poison])
        #expect(try await fixture.effects == [3])
        #expect(
            await fixture.metrics.text().contains("shop_events_consumed_total{topic=\"things\",outcome=\"rejected\"} 5")
        )
    }

    @Test func unknownKindIsAcknowledgedAndRecorded() async throws {
        let fixture = try EventFixture()
        let consumer = fixture.consumer(of: MemoryEngine())
        for sequence in Int64(1)...3 {
            var event = EventFixture.event(sequence)
            if sequence == 2 { event.type = "shop.thing.renamed.v1" }
            #expect(await consumer.handle(Delivery(event: event, attempt: 1)) == .acknowledge)
        }
        #expect(try await fixture.effects == [1, 3])
        #expect(try await fixture.ranges == [1...3])
        #expect(
            await fixture.metrics.text().contains("shop_events_consumed_total{topic=\"things\",outcome=\"unknown\"} 1"))
    }

    @Test(arguments: [
        ("shop.thing.happened.v2", "warning", "events of a version that has no handler are let go"),
        ("shop.thing.renamed.v1", "info", "events of a kind that has no handler are let go"),
    ]) func aKindWithoutAHandlerIsSaidOnce(type: String, level: String, words: String) async throws {
        let fixture = try EventFixture()
        let consumer = fixture.consumer(of: MemoryEngine())
        for sequence in Int64(1)...3 {
            var event = EventFixture.event(sequence)
            event.type = type
            #expect(await consumer.handle(Delivery(event: event, attempt: 1)) == .acknowledge)
        }
        let lines = fixture.log.lines.filter { $0.contains(words) }
        #expect(lines.count == 1 && lines.allSatisfy { $0.contains(type) && $0.contains("\"\(level)\"") })
    }

    /// From one service's change over its outbox to another's effect and its answer, and back.
    @Test func correlationCausationAndTraceGoThroughEveryHop() async throws {
        let (first, second) = (try EventFixture(), try EventFixture())
        let engine = MemoryEngine()
        let answers = Outbox(of: Thing.catalogue("answer-service"))
        let consumer = second.consumer(of: engine) { database, thing in
            try answers.append(database, Thing.noticed, key: "b", payload: thing)
        }
        let trace = TraceContext.root()
        let cause = try await first.database.write { database in
            try first.outbox.append(
                database, Thing.happened, key: "a", payload: Thing(number: 1), correlation: "UP-1", trace: trace)
        }
        let relay = OutboxRelay(
            outbox: answers, file: SharedCommit(second.database), engine: engine, metrics: second.metrics,
            logger: second.logger)
        try await running([first.relay(to: engine), consumer, relay]) { engine.log.count == 2 }
        let answer = engine.log[1]
        #expect(answer.causationid == cause.id)
        #expect(answer.correlationid == "UP-1")
        #expect(answer.trace?.traceID == trace.traceID)
        #expect(answer.source == "/answer-service")
    }

    @Test func eventWaitsForAFullDiskInsteadOfBeingParked() async throws {
        let fixture = try EventFixture()
        let pages = try await fixture.database.write { try Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0 }
        let isFull = Shared(true)
        let consumer = fixture.consumer(of: MemoryEngine()) { database, _ in
            let limit = isFull.value ? pages : 1_000_000
            try database.execute(sql: "PRAGMA max_page_count = \(limit)")
            try database.execute(sql: "CREATE TABLE more (text TEXT)")
            try database.execute(sql: "INSERT INTO more VALUES (?)", arguments: [String(repeating: "x", count: 50_000)])
        }
        async let verdict = consumer.handle(Delivery(event: EventFixture.event(1), attempt: 1))
        while !fixture.log.text.contains("an event waits for the database") { await Task.yield() }
        #expect(try await fixture.effects.isEmpty)
        isFull.withLock { $0 = false }
        #expect(await verdict == .acknowledge)
        #expect(try await fixture.effects == [1])
    }

    @Test func consumerThatIsStoppedGivesItsEventBack() async throws {
        let fixture = try EventFixture()
        let consumer = fixture.consumer(of: MemoryEngine())
        let handling = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await consumer.handle(Delivery(event: EventFixture.event(1), attempt: 1))
        }
        #expect(await handling.value == .release)
        #expect(try await fixture.effects.isEmpty)
    }
}
