import Logging
import RabbitEvents
import Synchronization
import TestSupport
import Testing
import Wire

/// The distributed engine over a real RabbitMQ: the claims of every engine.
@Suite(.enabled(if: RabbitServer.isThereOrRequired, RabbitServer.absence)) struct RabbitEngineTests {
    static func engine(_ server: RabbitServer) throws -> RabbitEngine {
        try RabbitEngine(server.url, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test(arguments: EventEngineContract.claims) func keepsItsPromise(_ claim: EventEngineClaim) async throws {
        let server = try await RabbitServer.shared()
        try await claim.check(EngineBench(EventEngineContract.uniqueName()) { try Self.engine(server) })
    }

    @Test(arguments: EventFollowingContract.claims) func canBeFollowed(_ claim: EventEngineClaim) async throws {
        let server = try await RabbitServer.shared()
        try await claim.check(EngineBench(EventEngineContract.uniqueName()) { try Self.engine(server) })
    }

    /// RabbitMQ is killed twice while events are published and heard: none is lost, and each key's stay in order.
    @Test func serverThatIsKilledLosesNothing() async throws {
        let server = try await RabbitServer()
        let bench = EngineBench(EventEngineContract.uniqueName()) { try Self.engine(server) }
        let publisher = try await bench.engine()
        let events = bench.events((0..<120).map { "key \($0 % 4)" })
        let published = Shared(0)
        // RabbitMQ 3.10 notes its first stream in a file that it saves a second later: before that it would not
        // find the log again.
        try await publisher.publish([bench.event("first", topic: bench.otherTopic)])
        try await Task.sleep(for: .seconds(2))
        let heard = Shared<[Int64]>([])
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                for event in events {
                    // As the outbox does: until it is known to be durable.
                    while true {
                        do {
                            try await publisher.publish([event])
                            break
                        } catch {
                            try await Task.sleep(for: .milliseconds(50))
                        }
                    }
                    published.withLock { $0 += 1 }
                }
            }
            tasks.addTask {
                for enough in [30, 70] {
                    while published.value < enough { try await Task.sleep(for: .milliseconds(1)) }
                    try await server.kill()
                    try await server.start()
                }
            }
            tasks.addTask {
                try await bench.hear { delivery in
                    heard.withLock { $0.append(delivery.event.sequence) }
                    return .acknowledge
                } until: {
                    $0.distinct.count == 120
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
}
