import Chassis
import RegistryAPI
import TestSupport
import Testing
import Wire

@Suite(.timeLimit(.minutes(1))) struct RegistryDiscoveryTests {
    private typealias Fixture = RegistryFixture

    @Test func everyClientKnowsAChangeWithinASecond() async throws {
        try await Fixture.run { registry in
            let clients = (0..<12).map { Fixture.discovery(registry, "client-\($0)") }
            try await Fixture.beside {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for client in clients { group.addTask { try await client.run() } }
                    try await group.waitForAll()
                }
            } _: {
                while try await registry.watchers().watchers.count < clients.count { await Task.yield() }
                let start = ContinuousClock.now
                let changed = try await registry.register(Fixture.document())
                for client in clients { await client.becomes { $0.instances(of: "decide-fragments").count == 1 } }
                #expect(start.duration(to: .now) < .seconds(1))
                #expect(try await registry.waitUntilAcknowledged(changed, within: .seconds(1)) == [])
            }
        }
    }

    @Test func firstFetchIsThereBeforeTheProcessGoesOn() async throws {
        try await Fixture.run { registry in
            try await registry.register(Fixture.document())
            let discovery = Fixture.discovery(registry)
            await discovery.begin()
            #expect(discovery.decide == [Fixture.instance()])
        }
    }

    @Test func firstFetchEndsThoughThereIsNoRegistry() async throws {
        let gone = try await Fixture.run { $0 }
        let start = ContinuousClock.now
        let discovery = Fixture.discovery(gone)
        await discovery.begin(within: .milliseconds(200))
        #expect(start.duration(to: .now) < .seconds(2))
        #expect(discovery.directory == Directory())
    }

    @Test func operatorsChangesReachClients() async throws {
        try await Fixture.run { registry in
            try await registry.register(Fixture.document())
            let discovery = Fixture.discovery(registry)
            try await Fixture.beside {
                try await discovery.run()
            } _: {
                try await registry.override("decide-fragments", "decide-1", with: .outOfService)
                await discovery.becomes { $0.instances(of: "decide-fragments").map(\.status) == [.outOfService] }
                #expect(discovery.addresses(of: "decide-fragments") == [])
                try await registry.override("decide-fragments", "decide-1", with: nil)
                try await registry.setShare("decide-fragments", "decide-1", to: 5)
                await discovery.becomes { $0.instances(of: "decide-fragments") == [Fixture.instance(share: 5)] }
                try await registry.retire("decide-fragments")
                await discovery.becomes { $0 == Directory(retired: ["decide-fragments"]) }
            }
        }
    }

    @Test func whoDiesIsGoneWhenItsLeaseEnds() async throws {
        try await Fixture.run { registry in
            try await registry.register(Fixture.document(lease: 1))
            let discovery = Fixture.discovery(registry)
            await discovery.begin()
            try await Fixture.beside {
                try await discovery.run()
            } _: {
                #expect(discovery.decide.count == 1)
                await discovery.becomes { $0.services == ["decide-fragments": []] }
            }
        }
    }

    @Test func whatIsKnownOutlastsTheRegistryAndItsRestart() async throws {
        let registry = try await Fixture.run { $0 }
        let discovery = Fixture.discovery(registry)
        // Whom a restart is told to hears of it after everybody can see it.
        let (restarts, heard) = AsyncStream.makeStream(of: Void.self)
        discovery.onRestart { heard.yield() }
        try await Fixture.beside {
            try await discovery.run()
        } _: {
            try await Fixture.run(at: registry.address) { registry in
                try await registry.register(Fixture.document())
                await discovery.becomes { $0.instances(of: "decide-fragments").count == 1 }
            }
            #expect(discovery.decide == [Fixture.instance()])
            try await Fixture.run(at: registry.address) { registry in
                let other = Fixture.instance("decide-2", port: 4_001)
                try await registry.register(Fixture.document(other))
                await discovery.becomes { $0.instances(of: "decide-fragments").contains(other) }
                #expect(discovery.decide == [Fixture.instance(), other])
                var told = restarts.makeAsyncIterator()
                #expect(await told.next() != nil)
            }
        }
        heard.finish()
        #expect(await restarts.first { true } == nil, "the first registry seen is no restart")
    }

    @Test func idleConnectionsToWhoTakesNoCallsAreClosed() async throws {
        try await Fixture.run { registry in
            let (closed, continuation) = AsyncStream.makeStream(of: Address.self)
            let discovery = RegistryDiscovery(registry, watcher: "shell-1", logger: Fixture.logger) {
                continuation.yield($0)
            }
            try await registry.register(Fixture.document())
            await discovery.begin()
            try await Fixture.beside {
                try await discovery.run()
            } _: {
                try await registry.override("decide-fragments", "decide-1", with: .outOfService)
                var iterator = closed.makeAsyncIterator()
                #expect(await iterator.next() == Fixture.instance().address)
            }
        }
    }
}
