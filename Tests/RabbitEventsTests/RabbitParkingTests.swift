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
        #expect(parked.event?.sequence == 1 && parked.attempts == 5 && parked.reason == "it is poison")
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

    /// A consumer that is killed between writing down that an event is parked and showing it leaves it like this.
    @Test func whatIsParkedAndNotShownIsShownByTheNextConsumer() async throws {
        let server = try await RabbitServer.shared()
        let bench = try await parkedBench(server)
        let (parking, queue) = (try RabbitParking(server.url), "\(bench.group()):parked")
        try await server.purge(queue)
        #expect(try await parking.parked(for: bench.group())?.isEmpty == true)
        for _ in 1...2 {
            try await bench.engine().publish(bench.events(["after"]))
            try await bench.hear { !$0.isEmpty }
            // Once, however often a consumer comes.
            #expect(try await server.count(queue) == 1)
        }
        let parked = try #require(try await parking.parked(for: bench.group())?.first)
        #expect(parked.event?.sequence == 1 && parked.attempts == 5 && parked.reason == "it is poison")
        #expect(try await parking.replay(parked.position, for: bench.group()))
        let heard = try await bench.hear { $0.distinct.isSuperset(of: [1, 2]) }
        #expect(heard.sequences(of: "poison") == [1, 2])
    }

    /// What no engine takes for an event: its sequence is none.
    private func rubbish(of bench: EngineBench) -> CloudEvent {
        CloudEvent(
            source: "/bench", type: "bench.thing.happened.v1", subject: "a", topic: bench.topic, sequence: 0,
            correlationid: "a", data: .nothing)
    }

    /// Whoever else publishes to the shop's exchange: it is seen, said when and why, and can be thrown away.
    @Test func aMessageThatIsNoEventIsParkedAndShownUntilItIsDiscarded() async throws {
        let server = try await RabbitServer.shared()
        let bench = EngineBench(EventEngineContract.uniqueName()) { try RabbitEngineTests.engine(server) }
        let engine = try await bench.engine()
        try await engine.publish(bench.events(["a"]))
        try await bench.hear(engine) { !$0.isEmpty }
        try await engine.publish([rubbish(of: bench)] + bench.events(["a"]))
        try await bench.hear(engine) { !$0.isEmpty }
        let parking = try RabbitParking(server.url)
        let parked = try #require(try await parking.parked(for: bench.group())?.first)
        #expect(parked.event == nil && parked.parkedAt > 1_700_000_000_000)
        for word in ["no event", "\(bench.group()).\(bench.topic)", "bytes of \(CloudEvent.mediaType): {"] {
            #expect(parked.reason.contains(word), "\(parked.reason)")
        }
        await #expect(throws: UnreadableParked.self) { try await parking.replay(parked.position, for: bench.group()) }
        #expect(try await parking.discard(parked.position, for: bench.group()))
        #expect(try await parking.parked(for: bench.group())?.isEmpty == true)
    }

    @Test func aGroupThatThereIsNotHasNothingParked() async throws {
        let parking = try RabbitParking(try await RabbitServer.shared().url)
        #expect(try await parking.parked(for: EventEngineContract.uniqueName()) == nil)
    }

    /// It is in the log for a month: neither a group that is new nor whoever looks may stumble over it.
    @Test func aMessageInTheLogThatIsNoEventIsLeftOut() async throws {
        let server = try await RabbitServer.shared()
        let bench = EngineBench(EventEngineContract.uniqueName()) { try RabbitEngineTests.engine(server) }
        let engine = try await bench.engine()
        let events = bench.events(["a", "a"])
        try await engine.publish([events[0], rubbish(of: bench), events[1]])
        #expect(try await bench.hear(engine) { $0.distinct.count == 2 }.sequences(of: "a") == [1, 2])
        let records = Shared<[Int64?]>([])
        try await RabbitLog(server.url).read { record in
            guard let record else { return false }
            if record.event.map({ $0.topic == bench.topic }) ?? true {
                records.withLock { $0.append(record.event?.sequence) }
            }
            return true
        }
        #expect(records.value.suffix(3) == [1, nil, 2])
    }

    @Test func theLogHasWhatWasSaidInItsOrder() async throws {
        let server = try await RabbitServer.shared()
        let bench = EngineBench(EventEngineContract.uniqueName()) { try RabbitEngineTests.engine(server) }
        let events = bench.events(["a", "b", "a"])
        try await bench.engine().publish(events)
        let read = Shared<[CloudEvent]>([])
        try await RabbitLog(server.url).read { record in
            guard let record else { return false }
            if let event = record.event, event.topic == bench.topic { read.withLock { $0.append(event) } }
            return true
        }
        #expect(read.value == events)
    }
}
