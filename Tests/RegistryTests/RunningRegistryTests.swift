import Chassis
import Registry
import RegistryAPI
import TestSupport
import Testing
import Wire

/// The registry on a socket, asked by its own client.
@Suite(.timeLimit(.minutes(1))) struct RunningRegistryTests {
    private func run(
        warmth: Duration = .zero, _ body: @Sendable (RegistryClient) async throws -> Void
    ) async throws {
        let chassis = Chassis.test("registry", in: try ScratchFolder())
        let shop = try Registry.buildApplication(chassis, clock: .system(), warmth: warmth)
        try await RunningServer.run(shop, on: chassis) { try await body(RegistryClient($0)) }
    }

    @Test func clientCanDoAllThatTheRegistryOffers() async throws {
        try await run { registry in
            let registered = try await registry.register(Sample.document())
            #expect(try await registry.watch().mark == registered)
            try await registry.renew("decide-fragments", "decide-1")
            try await registry.override("decide-fragments", "decide-1", with: .outOfService)
            #expect(try await registry.watch().directory.usableAddresses.isEmpty)
            try await registry.override("decide-fragments", "decide-1", with: nil)
            try await registry.setShare("decide-fragments", "decide-1", to: 25)
            #expect(try await registry.watch().directory == Directory([Sample.instance(share: 25)]))
            try await registry.cancel("decide-fragments", "decide-1")
            try await registry.retire("decide-fragments")
            #expect(try await registry.watch().directory == Directory(retired: ["decide-fragments"]))
            try await registry.setProtection(.off)
            #expect(try await registry.protection().mode == .off)
            let error = await #expect(throws: Problem.self) { try await registry.renew("decide-fragments", "decide-1") }
            #expect(error?.status == 404)
        }
    }

    @Test func leaseEndsByItself() async throws {
        try await run { registry in
            try await registry.register(Sample.document(lease: 1))
            let start = ContinuousClock.now
            let mark = try await registry.watch().mark
            let services = try await registry.watch(since: mark).services
            #expect(services == ["decide-fragments": []])
            #expect(start.duration(to: .now) > .milliseconds(700))
        }
    }

    @Test func registryThatHasJustStartedSaysSoForAMoment() async throws {
        try await run(warmth: .milliseconds(200)) { registry in
            let first = try await registry.watch()
            #expect(first.warming)
            let second = try await registry.watch(since: first.mark)
            #expect(!second.warming)
        }
    }

    @Test func changeIsAcknowledgedByAllWhoLive() async throws {
        try await run { registry in
            let watching = Task {
                var mark: DirectoryMark?
                while !Task.isCancelled { mark = try await registry.watch(since: mark, as: "shell").mark }
            }
            while try await registry.watchers().watchers.isEmpty { await Task.yield() }
            let changed = try await registry.register(Sample.document())
            #expect(try await registry.waitUntilAcknowledged(changed, within: .seconds(5)) == [])
            watching.cancel()
        }
    }

    @Test func whoWaitsForAnAcknowledgmentHearsOfItByItselfAndOfAWatcherThatGoes() async throws {
        try await run { registry in
            _ = try await registry.watch(as: "slow")
            _ = try await registry.watch(as: "gone")
            let changed = try await registry.register(Sample.document())
            async let laggards = registry.waitUntilAcknowledged(changed, within: .seconds(5))
            let start = ContinuousClock.now
            _ = try await registry.watch(since: changed, as: "slow", wait: .zero)
            try await registry.forget(watcher: "gone")
            #expect(try await laggards == [])
            #expect(start.duration(to: .now) < .seconds(4))
        }
    }

    @Test func whoHasNotTakenAChangeIsNamed() async throws {
        try await run { registry in
            _ = try await registry.watch(as: "stuck")
            let changed = try await registry.register(Sample.document())
            let laggards = try await registry.waitUntilAcknowledged(changed, within: .milliseconds(50))
            #expect(laggards.map(\.name) == ["stuck"])
        }
    }

    /// A poll that waits does not hold up a registry that is asked to stop.
    @Test func stoppingAnswersWhoWaits() async throws {
        let chassis = Chassis.test("registry", in: try ScratchFolder())
        let shop = try Registry.buildApplication(chassis, clock: .system(), warmth: .zero)
        let (watching, mark) = try await RunningServer.run(shop, on: chassis) { address in
            let registry = RegistryClient(address)
            let mark = try await registry.watch().mark
            let watching = Task { try await registry.watch(since: mark, as: "shell") }
            while try await registry.watchers().watchers.isEmpty { await Task.yield() }
            return (watching, mark)
        }
        #expect(try await watching.value.mark == mark)
    }
}
