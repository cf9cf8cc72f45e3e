import Logging
import RabbitEvents
import Synchronization
import TestSupport
import Testing
import Wire

/// The distributed engine over a real RabbitMQ: the claims of every engine.
@Suite(.enabled(if: RabbitServer.isThereOrRequired, RabbitServer.absence)) struct RabbitEngineTests {
    static func engine(_ server: RabbitServer) throws -> RabbitEngine { try engine(server.url) }

    static func engine(_ url: String) throws -> RabbitEngine {
        try RabbitEngine(url, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test(arguments: EventEngineContract.claims) func keepsItsPromise(_ claim: EventEngineClaim) async throws {
        let server = try await RabbitServer.shared()
        try await claim.check(EngineBench(EventEngineContract.uniqueName()) { try Self.engine(server) })
    }

    @Test(arguments: EventFollowingContract.claims) func canBeFollowed(_ claim: EventEngineClaim) async throws {
        let server = try await RabbitServer.shared()
        try await claim.check(EngineBench(EventEngineContract.uniqueName()) { try Self.engine(server) })
    }

    /// RabbitMQ is killed as soon as it has written down all of the group's queues, while events are published and heard:
    /// none is lost, and each key's stay in order.
    @Test func serverThatIsKilledLosesNothing() async throws {
        let server = try await RabbitServer()
        let bench = EngineBench(EventEngineContract.uniqueName()) { try Self.engine(server) }
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
