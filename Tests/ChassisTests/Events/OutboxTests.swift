import Chassis
import GRDB
import TestSupport
import Testing
import Wire

@Suite struct OutboxTests {
    @Test func whatTheCatalogueDoesNotPublishIsRefused() async throws {
        let fixture = try EventFixture()
        let outbox = Outbox(of: EventCatalogue(service: "thing-service", publishes: [Thing.happened]))
        try await fixture.database.write { database in
            try outbox.append(database, Thing.happened, key: "a", payload: Thing(number: 1))
        }
        await #expect(throws: UndeclaredEvent.self) {
            try await fixture.database.write { database in
                try outbox.append(database, Thing.noticed, key: "a", payload: Thing(number: 1))
            }
        }
        #expect(try await fixture.unsent == 1)
    }

    private struct Refused: Error {}

    @Test func rollbackLeavesNothing() async throws {
        let fixture = try EventFixture()
        try await fixture.append(1)
        await #expect(throws: Refused.self) {
            try await fixture.database.write { database in
                try fixture.outbox.append(database, Thing.happened, key: "a", payload: Thing(number: 2))
                throw Refused()
            }
        }
        #expect(try await fixture.unsent == 1)
        // The sequence is given again, so that there is no gap.
        #expect(try await fixture.append(3).sequence == 2)
    }

    @Test func sequencesCountForEachTopic() async throws {
        let fixture = try EventFixture()
        let events = try await fixture.database.write { database in
            try [0, 1].flatMap { number in
                [
                    try fixture.outbox.append(database, Thing.happened, key: "a", payload: Thing(number: number)),
                    try fixture.outbox.append(database, Thing.noticed, key: "b", payload: Thing(number: number)),
                ]
            }
        }
        #expect(events.map(\.sequence) == [1, 1, 2, 2])
        #expect(events.map(\.id).contains("thing-service/notices/2"))
        #expect(events[0].source == "/thing-service")
        #expect(events[0].dataschema == "/events/shop.thing.happened.v1.json")
    }

    @Test func eventCarriesCorrelationCausationAndTrace() async throws {
        let fixture = try EventFixture()
        let trace = TraceContext.root()
        let first = try await fixture.append(1)
        #expect(first.correlationid == first.id)
        #expect(first.causationid == nil)
        let told = try await fixture.database.write { database in
            try fixture.outbox.append(
                database, Thing.happened, key: "a", payload: Thing(number: 1), correlation: "UP-1", causation: "x/y/1",
                trace: trace)
        }
        #expect(told.correlationid == "UP-1")
        #expect(told.causationid == "x/y/1")
        #expect(told.traceparent == trace.traceparent)
    }

    @Test func whatAHandlerSaysCarriesItsCauseOn() async throws {
        let fixture = try EventFixture()
        let trace = TraceContext.root()
        var cause = EventFixture.event(1)
        cause.traceparent = trace.traceparent
        let event = cause
        let answer = try await fixture.database.write { database in
            var answer: CloudEvent?
            try Inbox().handle(database, event) {
                answer = try fixture.outbox.append($0, Thing.noticed, key: "b", payload: Thing(number: 1))
            }
            return answer
        }
        #expect(answer?.causationid == "other-service/things/1")
        #expect(answer?.correlationid == "course")
        #expect(answer?.trace?.traceID == trace.traceID)
        #expect(answer?.trace?.spanID != trace.spanID)
    }

    @Test func payloadThatItsSchemaForbidsIsNeverWritten() async throws {
        let fixture = try EventFixture()
        await #expect(throws: Problem.self) { try await fixture.append(-1) }
        await #expect(throws: Problem.self) { try await fixture.append(1, key: "") }
        #expect(try await fixture.unsent == 0)
        #expect(try await fixture.append(1).sequence == 1)
    }

    @Test func eventIsAtMost64KiB() async throws {
        let fixture = try EventFixture()
        for (length, fits) in [(65_000, true), (65_536, false)] {
            let isWritten = try await fixture.database.write { database in
                do {
                    try fixture.outbox.append(
                        database, Long.told, key: "a", payload: Long(text: String(repeating: "x", count: length)))
                    return true
                } catch is Problem {
                    return false
                }
            }
            #expect(isWritten == fits)
        }
    }
}
