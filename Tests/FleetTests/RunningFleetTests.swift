import Fleet
import FoundationEssentials
import Glibc
import ShopCLI
import Testing
import Wire

/// Whole fleets of real processes. One at a time, where a test does not itself want two.
extension RealFleets {
    @Suite(.serialized) struct RunningFleetTests {
        @Test func everythingIsHealthyWithinThreeSecondsAndSmall() async throws {
            try await RunningFleet.with { fleet in
                let state = try fleet.state
                #expect(state.phase == .up)
                for process in state.processes {
                    #expect(try #require(process.readyMilliseconds) < 3_000, "\(process.name)")
                    #expect(process.restarts == 0, "\(process.name)")
                }
                #expect(try await fleet.status(of: "/health/ready") == 200)
                // What only its start needed, a process gives back a moment later.
                let deadline = ContinuousClock.now + .seconds(15)
                while try fleet.residentBytes >= 300 << 20, ContinuousClock.now < deadline {
                    try await Task.sleep(for: .milliseconds(100))
                }
                let memory = try fleet.residentBytes
                #expect(memory < 300 << 20, "\(memory >> 20) MB")
            }
        }

        @Test func theCommandShowsWhatRuns() async throws {
            try await RunningFleet.with { fleet in
                let (status, table) = try await fleet.shop("status")
                #expect(status == 0)
                #expect(table.contains("gateway"))
                #expect(table.contains("http://127.0.0.1:\(fleet.port)"))
                let (_, json) = try await fleet.shop("status", "--json")
                let state = try FleetState.decoder().decode(FleetState.self, from: Data(json.utf8))
                #expect(state.processes.map(\.phase).allSatisfy { $0 == .ready })
                let (_, logs) = try await fleet.shop("logs", "catalog-service", "-n", "100")
                #expect(logs.contains("catalog-service    info     listening"))
                #expect(try await fleet.shop("logs", "nobody").status == 2)
                #expect(try await fleet.shop("up", "--port", "\(fleet.port)").status == 7)
                try await fleet.parkedEventsAreDecidedAbout(publishing: fleet.publishToBroker)
            }
        }

        @Test func aKilledProcessIsStartedAgainAndShown() async throws {
            try await RunningFleet.with { fleet in
                let victim = try fleet.process("decide-fragments")
                victim.send(SIGKILL)
                let state = try await fleet.state("a second start") { state in
                    state[name: "decide-fragments"].map { $0.restarts == 1 && $0.phase == .ready } ?? false
                }
                #expect(state[name: "decide-fragments"]?.lastExit == "signal 9")
                #expect(state.processes.filter { $0.restarts > 0 }.map(\.name) == ["decide-fragments"])
                let (_, logs) = try await fleet.shop("logs", "shop")
                #expect(logs.contains("decide-fragments ended (signal 9) and is started again (1)"))
            }
        }

        @Test func afterTheSupervisorsSuddenDeathEverythingEndsByItself() async throws {
            try await RunningFleet.with { fleet in
                let processes = try fleet.processes
                #expect(processes.count == RunningFleet.size)
                try fleet.state.supervisor.send(SIGKILL)
                for process in processes { #expect(await process.hasEnded(within: .seconds(10))) }
                #expect(try await fleet.shop("status").status == 3)
                let (status, output) = try await fleet.shop("down")
                #expect(status == 0)
                #expect(output.contains("0 processes ended"))
                #expect(try FileManager.default.contentsOfDirectory(atPath: fleet.home.run).isEmpty)
                #expect(LoopbackPorts.isFree(fleet.port))
            }
        }

        @Test func aFleetStartsAgainRightAfterItsSupervisorsDeath() async throws {
            try await RunningFleet.with { fleet in
                try fleet.state.supervisor.send(SIGKILL)
                try await fleet.up()
                #expect(try fleet.state.phase == .up)
            }
        }

        @Test func downLeavesNoProcessNoPortAndNoRunFile() async throws {
            try await RunningFleet.with { fleet in
                let processes = try fleet.processes
                let addresses = try fleet.state.processes.map(\.address)
                #expect(try await fleet.shop("down").status == 0)
                #expect(processes.allSatisfy { !$0.isAlive })
                for address in addresses {
                    #expect(LoopbackPorts.isFree(try #require(Address(address)?.port)), "\(address)")
                }
                #expect(FleetCleaner(home: fleet.home).processes().isEmpty)
                #expect(try FileManager.default.contentsOfDirectory(atPath: fleet.home.run).isEmpty)
                for port in fleet.port..<(fleet.port + RunningFleet.size) { #expect(LoopbackPorts.isFree(port)) }
                #expect(try await fleet.shop("down").status == 3)
            }
        }

        /// Callers before those whom they call: none is left with a call that nobody answers.
        @Test func downGoesFromTheEdgeInwards() async throws {
            try await RunningFleet.with { fleet in
                #expect(try await fleet.shop("down").status == 0)
                let names = try FleetFile(contentsOf: ProjectFolder.root + "/compose/fleet.json").processes.map(\.name)
                let ends = try names.map { name in
                    let log = FileManager.default.contents(atPath: fleet.home.log(of: name)) ?? Data()
                    let lines = String(decoding: log, as: UTF8.self).split(separator: "\n").map {
                        LogLine(String($0), process: name)
                    }
                    return try #require(
                        lines.last { $0.message == "stopped" }?.time, "\(name) has not said that it ended")
                }
                #expect(ends == ends.sorted(by: >), "\(zip(names, ends).map { "\($0) \($1)" })")
            }
        }

        @Test func twoFleetsDoNotMeet() async throws {
            try await RunningFleet.with { one in
                try await RunningFleet.with { other in
                    let addresses = try (one.state.processes + other.state.processes).map(\.address)
                    #expect(Set(addresses).count == 2 * RunningFleet.size)
                    #expect(try await one.shop("down").status == 0)
                    #expect(try other.processes.count == RunningFleet.size)
                    #expect(try await other.status(of: "/health/ready") == 200)
                }
            }
        }

        @Test func aBusyPortNamesItsHolder() async throws {
            try await RunningFleet.with { fleet in
                try await withScratchFolder { folder in
                    let second = RunningFleet(home: FleetHome(path: folder), port: fleet.port)
                    let (status, output) = try await second.shop("up", "--port", "\(fleet.port)")
                    #expect(status == ShopCLI.ExitStatus.portInUse.rawValue)
                    let gateway = try fleet.process("gateway").pid
                    #expect(output.contains("process \(gateway) "), "\(output)")
                    #expect(output.contains("of the fleet in \(fleet.home.path)"), "\(output)")
                    #expect(output.contains("./shop up --port"), "\(output)")
                }
            }
        }
    }
}
