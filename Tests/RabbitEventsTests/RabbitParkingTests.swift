import RabbitEvents
import TestSupport
import Testing
import Wire

/// What people see of parked events at a real RabbitMQ, and decide about them.
@Suite(.enabled(if: RabbitServer.isThereOrRequired, RabbitServer.absence)) struct RabbitParkingTests {
    /// A bench with a parked event, and one behind it.
    private func parkedBench(_ server: RabbitServer) async throws -> EngineBench {
        let bench = EngineBench(EventEngineContract.uniqueName()) { try RabbitEngineTests.engine(server) }
        let engine = try await bench.engine()
        try await engine.publish(bench.events(["poison", "poison"]))
        try await bench.hear(engine) { delivery in
            if delivery.attempt == Delivery.maximumAttempts {
                do { try await engine.publish(bench.events(["after"])) } catch { return .reject("\(error)") }
            }
            return delivery.event.subject == "after" ? .acknowledge : .reject("it is poison")
        } until: {
            $0.contains { $0.event.subject == "after" }
        }
        return bench
    }

    @Test func aReplayedEventIsDeliveredAgainAndWhatItHeldBackFollows() async throws {
        let server = try await RabbitServer.shared()
        let bench = try await parkedBench(server)
        let parking = try RabbitParking(server.url)
        let parked = try #require(try await parking.parked(for: bench.group())?.first)
        #expect(parked.event.sequence == 1 && parked.attempts == 5 && parked.reason == "it is poison")
        #expect(try await parking.replay(parked.position, for: bench.group()))
        #expect(try await parking.parked(for: bench.group())?.isEmpty == true)
        let heard = try await bench.hear { $0.distinct.isSuperset(of: [1, 2]) }
        #expect(heard.sequences(of: "poison") == [1, 2])
        #expect(heard.first { $0.event.sequence == 1 }?.attempt == 1)
    }

    @Test func aDiscardedEventComesNoMoreAndWhatItHeldBackFollows() async throws {
        let server = try await RabbitServer.shared()
        let bench = try await parkedBench(server)
        let parking = try RabbitParking(server.url)
        let parked = try #require(try await parking.parked(for: bench.group())?.first)
        #expect(try await parking.discard(parked.position, for: bench.group()))
        #expect(try await !parking.discard(parked.position, for: bench.group()))
        let heard = try await bench.hear { $0.distinct.contains(2) }
        #expect(heard.sequences(of: "poison") == [2])
    }

    @Test func aGroupThatThereIsNotHasNothingParked() async throws {
        let parking = try RabbitParking(try await RabbitServer.shared().url)
        #expect(try await parking.parked(for: EventEngineContract.uniqueName()) == nil)
    }

    @Test func theLogHasWhatWasSaidInItsOrder() async throws {
        let server = try await RabbitServer.shared()
        let bench = EngineBench(EventEngineContract.uniqueName()) { try RabbitEngineTests.engine(server) }
        let events = bench.events(["a", "b", "a"])
        try await bench.engine().publish(events)
        let read = Shared<[CloudEvent]>([])
        try await RabbitLog(server.url).read { record in
            guard let record else { return false }
            if record.event.topic == bench.topic { read.withLock { $0.append(record.event) } }
            return true
        }
        #expect(read.value == events)
    }
}
