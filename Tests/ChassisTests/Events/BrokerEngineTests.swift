import Broker
import BrokerAPI
import Chassis
import Foundation
import GRDB
import ServiceLifecycle
import TestSupport
import Testing
import Wire

/// The embedded engine over a real broker on a real port.
@Suite struct BrokerEngineTests {
    private static func engine(
        _ discovery: any Discovery, consumer: String = UUID().uuidString, log: EventFixture? = nil
    ) throws -> BrokerEngine {
        let service = ServiceClient(BrokerClient.serviceName, discovery: discovery)
        let logger = try log?.logger ?? EventFixture().logger
        return BrokerEngine(BrokerClient(service), consumer: consumer, logger: logger)
    }

    private func withBroker(
        in folder: ScratchFolder, port: Int = 0, _ body: @Sendable (Address) async throws -> Void
    ) async throws {
        var chassis = Chassis.test("broker", in: folder)
        if port > 0 {
            var settings = chassis.settings
            settings.address = Address(host: "127.0.0.1", port: port)
            chassis = Chassis(settings: settings, logger: chassis.logger, discovery: chassis.discovery)
        }
        try await RunningServer.run(try await Broker.buildApplication(chassis), on: chassis, body)
    }

    @Test(arguments: EventEngineContract.claims) func keepsItsPromise(_ claim: EventEngineClaim) async throws {
        try await withBroker(in: ScratchFolder()) { address in
            let discovery = FixedDiscovery([BrokerClient.serviceName: [address]])
            try await claim.check(EngineBench(EventEngineContract.uniqueName()) { try Self.engine(discovery) })
        }
    }

    @Test(arguments: EventFollowingContract.claims) func canBeFollowed(_ claim: EventEngineClaim) async throws {
        try await withBroker(in: ScratchFolder()) { address in
            let discovery = FixedDiscovery([BrokerClient.serviceName: [address]])
            try await claim.check(EngineBench(EventEngineContract.uniqueName()) { try Self.engine(discovery) })
        }
    }

    /// The place in the log is kept over the restart; a log that begins anew is noticed.
    @Test(.timeLimit(.minutes(1))) func whoFollowsABrokerThatRestartsMissesNothingOrIsTold() async throws {
        let folder = try ScratchFolder()
        let port = try freePort()
        let discovery = FixedDiscovery([BrokerClient.serviceName: [Address(host: "127.0.0.1", port: port)]])
        let engine = try Self.engine(discovery)
        let bench = EngineBench(EventEngineContract.uniqueName()) { engine }
        let heard = Shared<[FollowedNews]>([])
        let lives = Lives { number in
            let home = number < 2 ? folder : try ScratchFolder()
            try await withBroker(in: home, port: port) { _ in
                if number == 0 {
                    while !heard.value.contains(.starts) { try await Task.sleep(for: .milliseconds(2)) }
                }
                // Whoever follows has given the broker up for a moment; a client of its own has not.
                if number < 2 { try await Self.engine(discovery).publish(bench.events(["a", "b"])) }
                let isDone: @Sendable ([FollowedNews]) -> Bool = { news in
                    number < 2 ? news.events.count == 2 * number + 2 : news.count { $0 == .starts } == 2
                }
                while !isDone(heard.value) { try await Task.sleep(for: .milliseconds(2)) }
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try? await engine.follow(topics: [bench.topic]) { news in heard.withLock { $0.append(news) } }
            }
            try await lives.run()
            group.cancelAll()
        }
        #expect(heard.value.events.map(\.sequence) == [1, 2, 3, 4])
    }

    /// It was killed while it handled an event; its successor of the same name does not wait for the lease's end.
    @Test func successorGetsAtOnceWhatAKilledConsumerHeld() async throws {
        try await withBroker(in: ScratchFolder()) { address in
            let discovery = FixedDiscovery([BrokerClient.serviceName: [address]])
            let engine = try Self.engine(discovery, consumer: "thing-service")
            let event = EventFixture.event(1)
            try await engine.publish([event])
            let client = BrokerClient(ServiceClient(BrokerClient.serviceName, discovery: discovery))
            try await client.subscribe("thing-service", GroupSubscription(topics: ["things"]))
            // What a killed process leaves behind: a delivery that nobody will answer for.
            #expect(try await client.deliveries(to: "thing-service", consumer: "thing-service-3").count == 1)
            let start = ContinuousClock.now
            let fixture = try EventFixture()
            try await running([fixture.consumer(of: engine)]) { try await fixture.effects == [1] }
            #expect(start.duration(to: .now) < .seconds(5))
        }
    }

    /// Relay and consumer see the broker end and come back, twice; nothing is lost and nothing doubled.
    @Test func brokerThatRestartsLosesNothing() async throws {
        let folder = try ScratchFolder()
        let port = try freePort()
        let discovery = FixedDiscovery([BrokerClient.serviceName: [Address(host: "127.0.0.1", port: port)]])
        let (sender, receiver) = (try EventFixture(), try EventFixture())
        let engine = try Self.engine(discovery, log: receiver)
        let lives = Lives { life in
            try await withBroker(in: folder, port: port) { _ in
                for number in 1...40 { try await sender.append(life * 40 + number, key: "key \(number % 4)") }
                let enough = life == 2 ? 200 : life * 40 + 20
                while try await receiver.effects.count < enough { try await Task.sleep(for: .milliseconds(2)) }
            }
        }
        try await running([sender.relay(to: engine), receiver.consumer(of: engine), lives]) {
            let count = try await receiver.effects.count
            let unsent = try await sender.unsent
            return count == 120 && unsent == 0
        }
        #expect(try await receiver.effects.sorted() == Array(1...120))
        #expect(try await receiver.ranges == [1...120])
    }

    /// The broker takes its word no more, and answers nothing: a successor waits for the process to end.
    @Test func consumerThatStopsDoesNotWaitForABrokerThatIsSilent() async throws {
        let silent = try SharedSocket()
        try await withBroker(in: ScratchFolder()) { address in
            let known: @Sendable (Address) -> Directory = {
                FixedDiscovery([BrokerClient.serviceName: [$0]]).directory
            }
            let board = DirectoryBoard(known(address))
            let client = BrokerClient(ServiceClient(BrokerClient.serviceName, discovery: board, timeout: .seconds(30)))
            let engine = BrokerEngine(client, consumer: "c", logger: try EventFixture().logger)
            try await engine.publish([EventFixture.event(1)])
            let handled = Gate()
            let consuming = Task {
                try await engine.consume(group: "thing-service", topics: ["things"]) { _ in
                    board.update { $0 = known(silent.address) }
                    handled.open()
                    return .acknowledge
                }
            }
            await handled.wait()
            let start = ContinuousClock.now
            consuming.cancel()
            _ = await consuming.result
            #expect(start.duration(to: .now) < .seconds(10))
        }
    }

    /// However often it was not there, it is asked as soon as it is: no breaker stands between, whose one probe could be
    /// somebody who waits for news.
    @Test func brokerThatIsBackIsPublishedToAtOnce() async throws {
        let port = try freePort()
        let discovery = FixedDiscovery([BrokerClient.serviceName: [Address(host: "127.0.0.1", port: port)]])
        let engine = try Chassis.test("thing-service", in: ScratchFolder(), discovery: discovery)
            .eventEngine { _, _ in MemoryEngine() }
        for _ in 0..<30 {
            await #expect(throws: WireError.unreachable(Address(host: "127.0.0.1", port: port))) {
                try await engine.publish([EventFixture.event(1)])
            }
        }
        try await withBroker(in: ScratchFolder(), port: port) { _ in
            try await engine.publish([EventFixture.event(1)])
        }
    }
}

/// Something that lives three times, one life after the other.
private struct Lives: Service {
    let life: @Sendable (_ number: Int) async throws -> Void

    func run() async throws {
        for number in 0..<3 { try await life(number) }
    }
}
