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
