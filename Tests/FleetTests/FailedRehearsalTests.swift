import Fleet
import FoundationEssentials
import ShopCLI
import Testing

extension RealFleets {
    /// A writer's release that never gets through its rehearsal, and what comes after it.
    @Suite(.serialized, .timeLimit(.minutes(3))) struct FailedRehearsalTests {
        private static let writer = "catalog-service"

        /// It does not even stop when it is asked to.
        @Test func aReleaseThatIsNeverReadyLeavesNothingBehindAndTheNextOneServes() async throws {
            try await RunningFleet.with { fleet in
                let before = try #require(try fleet.state[name: Self.writer]?.release)
                let release = try ReleaseFolder(of: Self.writer, beside: fleet.home)
                try release.use(script: "trap '' TERM; while :; do sleep 0.1; done")
                let (status, output) = try await fleet.shop(release.redeployment)
                #expect(status == ShopCLI.ExitStatus.releaseRejected.rawValue, "\(output)")
                #expect(output.contains("was refused: its rehearsal did not end within 8 s"), "\(output)")
                #expect(FleetCleaner(home: fleet.home).processes().count == RunningFleet.size)
                let rehearsals = try FileManager.default.contentsOfDirectory(atPath: fleet.home.run)
                    .filter { $0.hasPrefix("rehearsal-") }
                #expect(rehearsals == [])
                try await fleet.state("\(before) alone") { $0.releases(of: Self.writer) == [before] }

                let good = try await fleet.shop(
                    "redeploy", Self.writer, "--step", "200ms", "--binaries", ProjectFolder.binaries)
                try #require(good.status == 0, "\(good.output)")
                let state = try await fleet.state("the good release alone") { state in
                    state.processes.count == RunningFleet.size && state.isReady
                        && state.releases(of: Self.writer).allSatisfy { $0.hasPrefix("3-") }
                }
                #expect(state[name: Self.writer]?.phase == .ready)
                #expect(FleetCleaner(home: fleet.home).processes().count == RunningFleet.size)
                #expect(try await fleet.status(of: "/product/KT-001") == 200)
            }
        }
    }
}
