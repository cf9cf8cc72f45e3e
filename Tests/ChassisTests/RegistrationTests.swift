import Chassis
import RegistryAPI
import Synchronization
import TestSupport
import Testing
import Wire

@Suite(.timeLimit(.minutes(1))) struct RegistrationTests {
    private typealias Fixture = RegistryFixture

    /// A process whose readiness the test sets, beside a discovery that sees what becomes of it.
    private final class Subject: Sendable {
        let isReady = Mutex(true)
        let discovery: RegistryDiscovery
        private let registry: RegistryClient

        init(_ registry: RegistryClient) {
            self.registry = registry
            discovery = Fixture.discovery(registry)
        }

        func registration(renewal: Duration = .seconds(5)) -> Registration {
            let check = ReadinessCheck("mood") { [self] in isReady.withLock(\.self) ? nil : "it is not" }
            let registration = Registration(
                registry, as: Fixture.instance(share: 5), discovery: discovery, renewal: renewal, readiness: [check],
                logger: Fixture.logger)
            discovery.onRestart { registration.registerAnew() }
            return registration
        }

        func becomes(_ statuses: [Instance.Status]) async {
            await discovery.becomes { $0.instances(of: "decide-fragments").map(\.status) == statuses }
        }
    }

    private func beside(
        _ subject: Subject, _ registration: Registration, _ body: @Sendable () async throws -> Void
    ) async throws {
        try await Fixture.beside {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await subject.discovery.run() }
                group.addTask { try await registration.run() }
                try await group.waitForAll()
            }
        } _: {
            try await body()
        }
    }

    private let address = Address(host: "127.0.0.1", port: 4_321)

    @Test func processIsStartingUntilItIsReadyAndUpThen() async throws {
        try await Fixture.run { registry in
            let subject = Subject(registry)
            subject.isReady.withLock { $0 = false }
            let registration = subject.registration()
            try await beside(subject, registration) {
                registration.listens(at: address)
                await subject.becomes([.starting])
                #expect(subject.discovery.decide.map(\.address) == [address])
                subject.isReady.withLock { $0 = true }
                await subject.becomes([.up])
            }
        }
    }

    @Test func processThatIsUnwellForAWhileIsDownAndComesBack() async throws {
        try await Fixture.run { registry in
            let subject = Subject(registry)
            let registration = subject.registration()
            try await beside(subject, registration) {
                registration.listens(at: address)
                await subject.becomes([.up])
                subject.isReady.withLock { $0 = false }
                await subject.becomes([.down])
                subject.isReady.withLock { $0 = true }
                await subject.becomes([.up])
            }
        }
    }

    @Test func processThatLeavesIsGoneAtOnceAndForGood() async throws {
        try await Fixture.run { registry in
            let subject = Subject(registry)
            let registration = subject.registration()
            try await beside(subject, registration) {
                registration.listens(at: address)
                await subject.becomes([.up])
                await registration.leave()
                let services = try await registry.watch().services
                #expect(services == ["decide-fragments": []])
                await subject.becomes([])
                registration.registerAnew()
                await registration.leave()
                let servicesThen = try await registry.watch().services
                #expect(servicesThen == ["decide-fragments": []])
            }
        }
    }

    @Test func leaseIsRenewed() async throws {
        try await Fixture.run { registry in
            let subject = Subject(registry)
            let registration = subject.registration(renewal: .seconds(1))
            try await beside(subject, registration) {
                registration.listens(at: address)
                await subject.becomes([.up])
                let mark = try await registry.watch().mark
                // Longer than its lease of three seconds nothing happens.
                #expect(try await registry.watch(since: mark, wait: .milliseconds(3_500)).mark == mark)
            }
        }
    }

    @Test func forgottenProcessRegistersAnewWithItsOperatorsShare() async throws {
        let registry = try await Fixture.run { $0 }
        let subject = Subject(registry)
        let registration = subject.registration()
        try await beside(subject, registration) {
            registration.listens(at: address)
            try await Fixture.run(at: registry.address) { registry in
                await subject.becomes([.up])
                try await registry.setShare("decide-fragments", "decide-1", to: 50)
                await subject.discovery.becomes { $0.instances(of: "decide-fragments").map(\.share) == [50] }
            }
            try await Fixture.run(at: registry.address) { registry in
                var answer = try await registry.watch()
                while answer.services.isEmpty { answer = try await registry.watch(since: answer.mark) }
                #expect(answer.directory.instances(of: "decide-fragments").map(\.share) == [50])
            }
        }
    }

    @Test func forgottenProcessThatAnOperatorTookOutStaysOut() async throws {
        let registry = try await Fixture.run { $0 }
        let subject = Subject(registry)
        let registration = subject.registration()
        try await beside(subject, registration) {
            registration.listens(at: address)
            try await Fixture.run(at: registry.address) { registry in
                await subject.becomes([.up])
                try await registry.override("decide-fragments", "decide-1", with: .outOfService)
                await subject.becomes([.outOfService])
            }
            try await Fixture.run(at: registry.address) { registry in
                var answer = try await registry.watch()
                while answer.services.isEmpty { answer = try await registry.watch(since: answer.mark) }
                #expect(answer.directory.instances(of: "decide-fragments").map(\.status) == [.outOfService])
                try await registry.override("decide-fragments", "decide-1", with: nil)
                await subject.becomes([.up])
            }
        }
    }

    @Test func leaveOfAProcessThatNeverListenedDoesNothing() async throws {
        let gone = try await Fixture.run { $0 }
        await Subject(gone).registration().leave()
    }
}
