import RabbitEvents
import TestSupport
import Testing
import Wire

/// What a real RabbitMQ refuses, what it gives up, and what its own end costs: nothing.
@Suite(.serialized, .enabled(if: RabbitServer.isThereOrRequired, RabbitServer.absence)) struct RabbitRefusalTests {
    /// For what would be a nuisance to the other tests.
    private static let own = Task { try await RabbitServer() }

    private func refusal(of events: [CloudEvent], by engine: any EventEngine) async -> String {
        do {
            try await engine.publish(events)
            return "it was taken"
        } catch {
            return "\(error)"
        }
    }

    /// Every event goes into the log. Where there is none, and no group hears the topic, it is not confirmed either.
    @Test func anEventThatNoQueueTakesIsRefused() async throws {
        let server = try await Self.own.value
        let bench = EngineBench("lost") { try RabbitEngineTests.engine(server) }
        let engine = try await bench.engine()
        try await engine.publish(bench.events(["a"]))
        try await server.operate("delete_queue", "shop.log")
        #expect(await refusal(of: bench.events(["a"]), by: engine).contains("no queue takes lost-a.bench.thing"))
    }

    /// A publisher is told so at once, and not when its patience has come to its end.
    @Test func aServerWithoutMemorySaysSoUntilItHasSome() async throws {
        let server = try await Self.own.value
        let bench = EngineBench("full") { try RabbitEngineTests.engine(server) }
        let engine = try await bench.engine()
        try await engine.publish(bench.events(["a"]))
        try await server.operate("set_vm_memory_high_watermark", "0.00001")
        let start = ContinuousClock.now
        for _ in 1...2 {
            let refusal = await refusal(of: bench.events(["a"]), by: engine)
            #expect(refusal.contains("memory or disk run out"), "\(refusal)")
        }
        #expect(start.duration(to: .now) < .seconds(8))
        try await server.operate("set_vm_memory_high_watermark", "0.4")
        let patience = ContinuousClock.now + .seconds(20)
        while await refusal(of: [bench.event("a")], by: engine) != "it was taken" {
            try #require(.now < patience)
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    @Test func anEventForAQueueThatIsFullIsRefused() async throws {
        let server = try await RabbitServer.shared()
        let bench = EngineBench(EventEngineContract.uniqueName()) { try RabbitEngineTests.engine(server) }
        let engine = try await Self.group(of: bench, on: server, with: #"{"max-length": 1}"#)
        var refusals: Set<String> = []
        for _ in 1...50 { refusals.insert(await refusal(of: bench.events(["a"]), by: engine)) }
        #expect(refusals.contains { $0.contains("has refused an event: a queue is full") }, "\(refusals)")
    }

    /// The backstop of a consumer that is gone each time before it can say so.
    @Test func anEventThatRabbitMQHasDeliveredTooOftenIsParkedByIt() async throws {
        let server = try await RabbitServer.shared()
        let bench = EngineBench(EventEngineContract.uniqueName()) { try RabbitEngineTests.engine(server) }
        let engine = try await Self.group(of: bench, on: server, with: #"{"delivery-limit": 1}"#)
        try await engine.publish(bench.events(["poison"]))
        for _ in 1...2 {
            try await bench.hear(engine, handle: { _ in .release }) { !$0.isEmpty }
        }
        let parking = try RabbitParking(server.url)
        let patience = ContinuousClock.now + .seconds(20)
        while try await parking.parked(for: bench.group())?.isEmpty == true {
            try #require(.now < patience)
            try await Task.sleep(for: .milliseconds(50))
        }
        let parked = try #require(try await parking.parked(for: bench.group())?.first)
        #expect(parked.event?.subject == "poison" && parked.reason == "RabbitMQ has delivered it too often")
        #expect(try await parking.replay(parked.position, for: bench.group()))
        #expect(try await bench.hear(engine) { !$0.isEmpty }.sequences(of: "poison") == [2])
    }

    /// RabbitMQ is killed as soon as it has written down all of the group's queues, while events are published and heard:
    /// none is lost, and each key's stay in order.
    @Test func serverThatIsKilledLosesNothing() async throws {
        let server = try await Self.own.value
        let bench = EngineBench(EventEngineContract.uniqueName()) { try RabbitEngineTests.engine(server) }
        let publisher = try await bench.engine()
        let events = bench.events((0..<80).map { "key \($0 % 4)" })
        let heard = Shared<[Int64]>([])
        let isKilled = Gate()
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                for event in events[..<40] { try await Self.insist(on: event, publisher) }
                while heard.value.count < 8 { try await Task.sleep(for: .milliseconds(5)) }
                let (group, live) = (bench.group(), "\(bench.group()).\(bench.topic)")
                for queue in ["\(group):held", "\(group):parked", live, "\(live):history"] {
                    try await server.writes(queue)
                }
                try await server.kill()
                isKilled.open()
                try await server.start()
                for event in events[40...] { try await Self.insist(on: event, publisher) }
            }
            tasks.addTask {
                try await bench.hear { delivery in
                    heard.withLock { $0.append(delivery.event.sequence) }
                    // The others are confirmed, and with RabbitMQ alone.
                    if delivery.event.sequence > 8 { await isKilled.wait() }
                    return .acknowledge
                } until: {
                    $0.distinct.count == 80
                }
            }
            try await tasks.waitForAll()
        }
        for key in 0..<4 {
            let firsts = heard.value.reduce(into: [Int64]()) {
                if ($1 - 1) % 4 == key, !$0.contains($1) { $0.append($1) }
            }
            #expect(firsts == firsts.sorted())
        }
    }

    /// A group that has heard something, and whose queues have a policy since.
    private static func group(
        of bench: EngineBench, on server: RabbitServer, with policy: String
    ) async throws -> any EventEngine {
        let engine = try await bench.engine()
        try await engine.publish(bench.events(["a"]))
        try await bench.hear(engine) { !$0.isEmpty }
        try await server.operate(
            "set_policy", bench.group(), "^\(bench.group())\\.", policy, "--apply-to", "queues")
        return engine
    }

    /// As the outbox does: until it is known to be durable.
    private static func insist(on event: CloudEvent, _ publisher: any EventEngine) async throws {
        while true {
            do {
                return try await publisher.publish([event])
            } catch {
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }
}
