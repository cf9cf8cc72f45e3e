import Fleet
import FoundationEssentials
import Glibc
import RegistryAPI
import Testing
import Wire

/// A supervisor says the goodbye that a process could not say, on a fleet of a script and the real registry. The test
/// watches the directory in the script's place.
@Suite(.timeLimit(.minutes(1))) struct ObituaryTests {
    private struct House: Sendable {
        let supervisor: Supervisor
        let registry: RegistryClient

        func pid(of process: String, besides other: Int32? = nil) async throws -> Int32 {
            let state = try await supervisor.state { state in
                state[name: process]?.pid.map { $0 != other } ?? false
            }
            return try #require(state[name: process]?.pid)
        }

        /// Asks for the directory as a process of the script does: from now on it is waited for.
        func watch(as pid: Int32) async throws -> DirectoryMark {
            try await registry.watch(as: Self.watcher(pid), wait: .zero).mark
        }

        static func watcher(_ pid: Int32) -> String { Watcher.name(of: ObituaryTests.instance, process: pid) }

        var watchers: [String] {
            get async throws { try await registry.watchers().watchers.map(\.name) }
        }
    }

    private static let instance = "p0-1-test-1"
    /// Much less than the registry's own patience with who is silent.
    private static let soon = Duration.seconds(2)

    private static func run(_ body: @escaping @Sendable (House) async throws -> Void) async throws {
        try await withScratchFolder { folder in
            var plan = try TestFleet.plan(in: folder, scripts: ["exec sleep 60"])
            let fleet = try FleetFile(contentsOf: ProjectFolder.root + "/compose/fleet.json")
            plan.fleet.processes.append(try #require(fleet[name: "registry"]))
            plan.root = ProjectFolder.root
            plan.programs["registry"] = "\(ProjectFolder.binaries)/registry"
            let supervisor = try await Supervisor(preparing: plan)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await supervisor.run() }
                defer { supervisor.stop() }
                _ = try await supervisor.state { $0[name: "registry"]?.phase == .ready }
                let address = supervisor.instances(of: "p0").first?.environment["SHOP_REGISTRY"]
                let registry = RegistryClient(try #require(address.flatMap(Address.init)))
                try await body(House(supervisor: supervisor, registry: registry))
            }
            #expect(FleetCleaner(home: plan.home).processes().isEmpty)
        }
    }

    /// By somebody else, after which it is started again, or by its supervisor.
    @Test(arguments: [true, false]) func nobodyWaitsForAProcessThatWasKilled(byAStranger: Bool) async throws {
        try await Self.run { house in
            let pid = try await house.pid(of: "p0")
            let mark = try await house.watch(as: pid)
            #expect(try await house.registry.waitUntilAcknowledged(mark, within: .zero).count == 1)
            if byAStranger { kill(pid, SIGKILL) } else { house.supervisor.end(Self.instance, .kill) }
            #expect(try await house.registry.waitUntilAcknowledged(mark, within: Self.soon) == [])
        }
    }

    /// Also when the registry hears of the end late: it is another one's.
    @Test func theNextProcessOfAnInstanceIsNeitherHeldUpNorForgotten() async throws {
        try await Self.run { house in
            let (first, registry) = (try await house.pid(of: "p0"), try await house.pid(of: "registry"))
            _ = try await house.watch(as: first)
            kill(registry, SIGSTOP)
            defer { kill(registry, SIGCONT) }
            kill(first, SIGKILL)
            let start = ContinuousClock.now
            let second = try await house.pid(of: "p0", besides: first)
            #expect(start.duration(to: .now) < Self.soon)
            kill(registry, SIGCONT)
            _ = try await house.watch(as: second)
            let deadline = ContinuousClock.now + Self.soon
            while try await house.watchers.contains(House.watcher(first)), ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(5))
            }
            #expect(try await house.watchers == [House.watcher(second)])
        }
    }
}
