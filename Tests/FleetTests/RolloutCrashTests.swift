import Fleet
import FoundationEssentials
import Glibc
import ShopCLI
import Testing
import Wire

extension RealFleets {
    /// Sudden deaths (`kill -9`) at every step of a rollout. What is meant by a step is also the moment right after it:
    /// some last no longer than it takes to see them.
    @Suite(.serialized, .timeLimit(.minutes(5))) struct RolloutCrashTests {
        struct Stations: CustomTestStringConvertible, Sendable {
            let process: String
            let pace: [String]
            /// In their order.
            let all: [Station]

            var testDescription: String { process }
        }

        private static let canary = Stations(
            process: "decide-fragments", pace: ["--steps", "5,25", "--step", "400ms"],
            all: [
                Station("starting"), Station("checked"), Station("watched", at: 5), Station("watched", at: 25),
                Station("watched", at: 100), Station("in service, its predecessor finishes"),
            ])
        private static let writer = Stations(
            process: "order-service", pace: ["--step", "400ms"],
            all: [
                Station("rehearsing beside the shop"), Station("starting"),
                Station("waiting for its predecessor to finish"), Station("taking over"), Station("watched", at: 100),
            ])
        private static let socket = Stations(
            process: "gateway", pace: ["--step", "400ms"],
            all: [Station("starting"), Station("checked"), Station("taking over"), Station("watched", at: 100)])

        // MARK: The supervisor

        @Test(arguments: [canary, writer, socket])
        func afterTheSupervisorsDeathAtAnyStepUpBringsAWholeShop(_ stations: Stations) async throws {
            try await RunningFleet.with { fleet in
                for station in stations.all {
                    try await Self.killingTheSupervisor(of: fleet, at: station, of: stations)
                    try await fleet.up()
                    try await Self.expectConsistency(of: fleet, "after \(station)")
                }
                try await Self.expectARedeploy(of: stations, on: fleet)
            }
        }

        @Test(arguments: [canary, writer, socket])
        func afterTheSupervisorsDeathWhileACandidateIsTakenBackUpBringsAWholeShop(_ stations: Stations) async throws {
            try await RunningFleet.with { fleet in
                let before = try #require(try fleet.state[name: stations.process]).release
                async let command = stations.redeploy(on: fleet)
                _ = try await #require(stations.all.dropFirst().first).reached(by: stations, on: fleet)
                async let rollback = fleet.shop("rollback", stations.process)
                // It lasts no longer than it takes to see it.
                try await fleet.state("a candidate that is being taken back") { state in
                    state.rollouts?.contains { $0.step == "being taken back" } ?? true
                }
                try fleet.state.supervisor.send(SIGKILL)
                let ends = [ShopCLI.ExitStatus.notRunning, .releaseRejected].map(\.rawValue)
                let (status, output) = try await command
                #expect(ends.contains(status), "\(output)")
                _ = try await rollback
                try await fleet.up()
                try await Self.expectConsistency(of: fleet, "after a return")
                #expect(try fleet.state[name: stations.process]?.release == before)
                try await Self.expectARedeploy(of: stations, on: fleet)
            }
        }

        @Test func aReleaseThatWasOnlyStagedIsNoTroubleToTheNextSupervisor() async throws {
            try await RunningFleet.with { fleet in
                let topology = try FleetFile(contentsOf: "\(ProjectFolder.root)/compose/fleet.json")
                let process = try #require(topology[name: "decide-fragments"])
                let build = ReleaseBuild(
                    name: process.name, executable: "\(ProjectFolder.binaries)/\(process.name)",
                    root: ProjectFolder.root, files: process.files, commit: "staged")
                _ = try ReleaseStore(home: fleet.home).stage(build, at: Date(), evenIfUnchanged: true)
                let supervisor = try fleet.state.supervisor
                supervisor.send(SIGKILL)
                while supervisor.isAlive { try await Task.sleep(for: .milliseconds(5)) }
                try await fleet.up()
                try await Self.expectConsistency(of: fleet, "after a staging")
            }
        }

        private static func killingTheSupervisor(
            of fleet: RunningFleet, at station: Station, of stations: Stations
        ) async throws {
            async let command = stations.redeploy(on: fleet)
            _ = try await station.reached(by: stations, on: fleet)
            try fleet.state.supervisor.send(SIGKILL)
            let (status, output) = try await command
            #expect(status == ShopCLI.ExitStatus.notRunning.rawValue, "\(station): \(output)")
            #expect(output.contains("./shop up"), "\(output)")
        }

        // MARK: The candidate

        @Test(arguments: [canary, writer, socket])
        func aCandidateThatDiesAtAnyStepIsTakenBackWithItsReason(_ stations: Stations) async throws {
            try await RunningFleet.with { fleet in
                // From its promotion on it is a process like all others, and is started again.
                for station in stations.all where !station.isPromoted {
                    let before = try #require(try fleet.state[name: stations.process]).release
                    async let command = stations.redeploy(on: fleet)
                    let victim = try await station.reached(by: stations, on: fleet)
                    try #require(victim.candidate).send(SIGKILL)
                    let (status, output) = try await command
                    #expect(status == ShopCLI.ExitStatus.releaseRejected.rawValue, "\(station): \(output)")
                    let entry = try ReleaseStore(home: fleet.home).history(of: stations.process).entries.last
                    #expect(entry?.version == victim.version)
                    let words = entry?.outcome.words ?? ""
                    #expect(words.contains(": ") && output.contains(words), "\(station): \(words)")
                    try await Self.expectConsistency(of: fleet, "after \(station)")
                    #expect(try fleet.state[name: stations.process]?.release == before, "\(station)")
                }
                try await Self.expectARedeploy(of: stations, on: fleet)
            }
        }

        // MARK: Afterwards

        private static func expectARedeploy(of stations: Stations, on fleet: RunningFleet) async throws {
            let (status, output) = try await stations.redeploy(on: fleet)
            #expect(status == 0, "\(output)")
            try await expectConsistency(of: fleet, "after a redeploy")
        }

        /// One release serves of each process, which is the history's, and nothing else is there.
        private static func expectConsistency(of fleet: RunningFleet, _ what: String) async throws {
            let state = try await fleet.state("\(what): a fleet at rest") { state in
                state.phase == .up && state.isReady && state.rollouts == nil
                    && state.processes.allSatisfy { $0.phase == .ready }
            }
            let topology = try FleetFile(contentsOf: "\(ProjectFolder.root)/compose/fleet.json")
            #expect(state.processes.map(\.name).sorted() == topology.processes.map(\.name).sorted(), "\(what)")
            for process in state.processes {
                let history = try ReleaseStore(home: fleet.home).history(of: process.name)
                let serving = history.entries.filter { $0.outcome == .serving }.map(\.version)
                #expect(serving == [process.release] && history.rollout == nil, "\(what): \(process.name)")
            }
            let pids = Set(state.processes.compactMap(\.pid))
            let deadline = ContinuousClock.now + .seconds(10)
            while Set(FleetCleaner(home: fleet.home).processes().map(\.pid)) != pids, ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(Set(FleetCleaner(home: fleet.home).processes().map(\.pid)) == pids, "\(what): strays")
            let files = try FileManager.default.contentsOfDirectory(atPath: fleet.home.run)
            #expect(Set(files).isSubset(of: runFiles), "\(what): \(files)")
            for path in ["/", "/product/KT-001", "/checkout/cart"] {
                let page = try await fleet.get(path)
                #expect(page.status.code == 200, "\(what): \(path): \(page.text.prefix(2_000))")
            }
            // A gateway that is replaced goes on as long as somebody keeps a connection to it.
            WireClient.shared.closeIdle(to: Address(host: "127.0.0.1", port: fleet.port))
        }

        private static let runFiles: Set<String> = [
            "control.sock", "fleet.json", "shop.lock", "standby", "state.json",
        ]
    }
}

/// A step of a rollout, as people read of it, and the share of visitors that the candidate has then.
struct Station: CustomStringConvertible, Sendable {
    struct Missed: Error {
        let station: Station
    }

    private let step: String
    private let share: Int?

    init(_ step: String, at share: Int? = nil) {
        self.step = step
        self.share = share
    }

    var description: String { share.map { "\(step) at \($0) %" } ?? step }
    var isPromoted: Bool { step.hasPrefix("in service") }

    func isReached(_ rollout: FleetState.RolloutState) -> Bool {
        rollout.step == step && share.map { $0 == rollout.share } ?? true
    }

    /// The candidate, once its rollout has come here or to a later station.
    func reached(
        by stations: RealFleets.RolloutCrashTests.Stations, on fleet: RunningFleet
    ) async throws -> (version: String, candidate: ProcessIdentity?) {
        let deadline = ContinuousClock.now + .seconds(20)
        let later = stations.all.drop { $0.description != description }
        while ContinuousClock.now < deadline {
            if let state = fleet.home.recordedState(),
                let rollout = state.rollouts?.first(where: { $0.process == stations.process }),
                later.contains(where: { $0.isReached(rollout) }),
                let pid = state.processes.first(where: { $0.release == rollout.candidate })?.pid
            {
                return (rollout.candidate, ProcessIdentity(pid))
            }
            try await Task.sleep(for: .milliseconds(1))
        }
        throw Missed(station: self)
    }
}

extension RealFleets.RolloutCrashTests.Stations {
    func redeploy(on fleet: RunningFleet) async throws -> (status: Int32, output: String) {
        try await fleet.shop(["redeploy", process, "--binaries", ProjectFolder.binaries] + pace)
    }
}
