import RabbitEvents
import TestSupport
import Testing
import Wire

/// How a group's queues stand at a real RabbitMQ.
@Suite(.enabled(if: RabbitServer.isThereOrRequired, RabbitServer.absence)) struct RabbitBacklogTests {
    @Test func whatIsReadyAndWhoIsThereIsTold() async throws {
        let server = try await RabbitServer.shared()
        let bench = EngineBench(EventEngineContract.uniqueName()) { try RabbitEngineTests.engine(server) }
        let (engine, group, topics) = (try await bench.engine(), bench.group(), [bench.topic])
        @Sendable func backlog() async throws -> [Int]? {
            try await RabbitBacklog.read(server.url, group: group, topics: topics).map { [$0.ready, $0.consumers] }
        }
        #expect(try await backlog() == nil)
        try await engine.publish(bench.events(["a"]))
        let whileHandling = Shared<[Int]?>(nil)
        try await bench.hear(engine) { _ in
            do {
                let now = try await backlog()
                whileHandling.withLock { $0 = now }
            } catch { return .reject("\(error)") }
            return .acknowledge
        } until: {
            !$0.isEmpty
        }
        #expect(whileHandling.value == [0, 1])
        try await engine.publish(bench.events(["a", "b", "c"]))
        #expect(try await backlog() == [3, 0])
    }
}
