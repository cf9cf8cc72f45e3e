import BrokerAPI
import TestSupport
import Testing

/// How a group gets on, as operators see it.
@Suite(.timeLimit(.minutes(1))) struct FiguresTests {
    /// Lag, age of the oldest in seconds, in flight, parked.
    private func figures(_ broker: BrokerFixture) async throws -> [Int] {
        let report = try #require(try await broker.groups().first)
        let told = [report.lag, report.oldestSeconds, report.inFlight, report.parked]
        for (name, value) in zip(["lag_events", "oldest_seconds", "in_flight_events", "parked_events"], told) {
            #expect(try await broker.metric("shop_broker_\(name){group=\"catalog\"}") == Double(value), "\(name)")
        }
        return told
    }

    @Test func lagAgeAndWhatConsumersHoldAreTold() async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        #expect(try await figures(broker) == [0, 0, 0, 0])
        try await broker.accept(Sample.event(1, subject: "A"), Sample.event(2, subject: "B"))
        broker.clock.advance(milliseconds: 5_000)
        try await broker.accept(Sample.event(3, subject: "C"))
        #expect(try await figures(broker) == [3, 5, 0, 0])
        let due = try await broker.ask(limit: 2)
        #expect(try await figures(broker) == [3, 5, 2, 0])
        try await broker.acknowledge(due[0].position)
        #expect(try await figures(broker) == [2, 5, 1, 0])
        // The lease of what nobody answers for ends.
        broker.clock.advance(milliseconds: 30_000)
        #expect(try await figures(broker) == [2, 35, 0, 0])
        try await broker.acknowledge(due[1].position)
        #expect(try await figures(broker) == [1, 30, 0, 0])
        try await broker.acknowledge(try await broker.ask()[0].position)
        #expect(try await figures(broker) == [0, 0, 0, 0])
    }

    /// Nobody holds a parked event; it is due until somebody decides about it.
    @Test func aParkedEventGrowsOldAndIsNotInFlight() async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        try await broker.accept(Sample.event(1))
        let position = try await broker.park()
        #expect(try await figures(broker) == [1, 150, 0, 1])
        #expect(try await broker.post("/groups/catalog/parked/\(position)/discard").status == .noContent)
        #expect(try await figures(broker) == [0, 0, 0, 0])
    }

    @Test func whoWaitsForEventsIsCounted() async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        let waiting = Task { try await broker.ask(wait: 20) }
        try await broker.clock.waitForAlarm()
        #expect(try await broker.groups().first?.waiting == 1)
        try await broker.accept(Sample.event(1))
        #expect(try await waiting.value.count == 1)
        #expect(try await broker.groups().first?.waiting == 0)
    }
}
