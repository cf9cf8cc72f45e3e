import Fleet
import FoundationEssentials
import Glibc
import ShopCLI
import Testing

/// Instances and releases of a fleet of real processes, changed by the real command.
extension RealFleets {
    @Suite(.serialized, .timeLimit(.minutes(2))) struct DeploymentTests {
        @Test func instancesComeAndGoWithoutALostCall() async throws {
            try await RunningFleet.with { fleet in
                let statuses = try await fleet.asking("/checkout/cart") {
                    for count in [3, 1, 2] {
                        let (status, output) = try await fleet.shop("scale", "checkout-fragments", "\(count)")
                        #expect(status == 0, "\(output)")
                        try await fleet.state("\(count) instances") { state in
                            let instances = state.processes.filter { $0.name == "checkout-fragments" }
                            return instances.count == count && instances.allSatisfy { $0.phase == .ready }
                        }
                    }
                }
                #expect(statuses.count > 20)
                #expect(statuses.allSatisfy { $0 == 200 }, "\(statuses.filter { $0 != 200 })")
            }
        }

        @Test(arguments: ["catalog-service", "gateway"]) func whatIsThereOnceIsNotScaled(process: String) async throws {
            try await RunningFleet.with { fleet in
                let (status, output) = try await fleet.shop("scale", process, "2")
                #expect(status == ShopCLI.ExitStatus.failed.rawValue)
                #expect(output.contains("\(process) runs once"), "\(output)")
                #expect(try fleet.processes.count == RunningFleet.size)
            }
        }

        @Test func anInstanceThatHangsDoesNotKeepTheOthersFromGoing() async throws {
            try await RunningFleet.with { fleet in
                let name = "checkout-fragments"
                #expect(try await fleet.shop("scale", name, "2").status == 0)
                let second = try #require(try fleet.state.processes.last { $0.name == name }?.pid)
                kill(second, SIGSTOP)
                let (status, output) = try await fleet.shop("scale", name, "1")
                #expect(status == 0, "\(output)")
                let state = try await fleet.state("one instance") { $0.processes.filter { $0.name == name }.count == 1 }
                #expect(state[name: name]?.pid != second)
                #expect(FleetCleaner(home: fleet.home).processes().count == RunningFleet.size)
            }
        }

        /// The release's executable is another program by now, as a damaged one would be.
        @Test func anInstanceThatDoesNotGetReadyIsStoppedAndToldOf() async throws {
            try await RunningFleet.with { fleet in
                let name = "decide-fragments"
                let topology = try FleetFile(contentsOf: ProjectFolder.root + "/compose/fleet.json")
                var process = try #require(topology[name: name])
                process.timeouts.readySeconds = 1
                let release = try #require(try fleet.state[name: name]?.release)
                let executable = ReleaseStore(home: fleet.home).folder(of: name, version: release) + "/bin/\(name)"
                unlink(executable)
                try Data("#!/bin/sh\nexec sleep 600\n".utf8).write(to: URL(filePath: executable))
                chmod(executable, 0o755)
                let start = ContinuousClock.now
                let request = ControlRequest(.scale, process: process, count: 3)
                let reply = try await ControlChannel.ask(fleet.home, request) { _ in }
                #expect(start.duration(to: .now) < .seconds(15))
                let words = "\(name) has 1 instance, not 3: 2 instances were not ready within 1 s, and stopped"
                #expect(reply == ControlReply(.failed, words))
                #expect(FleetCleaner(home: fleet.home).processes().count == RunningFleet.size)
                #expect(try await fleet.shop("scale", name, "1").status == 0, "it is still being changed")
                #expect(try await fleet.status(of: "/product/KT-001") == 200)
            }
        }

        @Test func aRefusedBuildIsNotStartedByUpEither() async throws {
            try await RunningFleet.with { fleet in
                try await withScratchFolder { folder in
                    try Self.link("decide-fragments", endsAtOnceIn: folder)
                    let good = try #require(try fleet.state[name: "decide-fragments"]?.release)
                    let (status, output) = try await fleet.shop("redeploy", "decide-fragments", "--binaries", folder)
                    #expect(status == ShopCLI.ExitStatus.releaseRejected.rawValue)
                    #expect(output.contains("was refused"), "\(output)")
                    try await fleet.state("\(good) alone") { $0.releases(of: "decide-fragments") == [good] }
                    #expect(try await fleet.status(of: "/product/KT-001") == 200)

                    #expect(try await fleet.shop("down").status == 0)
                    try await fleet.up(binaries: folder)
                    #expect(try fleet.state[name: "decide-fragments"]?.release == good)
                    let notes = try fleet.state.notes ?? []
                    #expect(notes.contains { $0.hasPrefix("decide-fragments stays with \(good): 2-") }, "\(notes)")
                    #expect(try await fleet.status(of: "/product/KT-001") == 200)
                }
            }
        }

        /// Makes a folder of the project's executables, but for one that is a program that ends as soon as it begins.
        private static func link(_ bad: String, endsAtOnceIn folder: String) throws {
            for process in try FleetFile(contentsOf: ProjectFolder.root + "/compose/fleet.json").processes {
                let path = "\(folder)/\(process.name)"
                if process.name == bad {
                    try Data("#!/bin/sh\nexit 3\n".utf8).write(to: URL(filePath: path))
                    chmod(path, 0o755)
                } else {
                    try FileManager.default.createSymbolicLink(
                        atPath: path, withDestinationPath: "\(ProjectFolder.binaries)/\(process.name)")
                }
            }
        }
    }
}
