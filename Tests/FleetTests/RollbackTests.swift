import Fleet
import FoundationEssentials
import ShopCLI
import Testing

extension RealFleets {
    /// An operator who goes back to an older release.
    @Suite(.serialized, .timeLimit(.minutes(3))) struct RollbackTests {
        private static let process = "decide-fragments"

        @Test func eachRollbackGoesFurtherBackAndUpStaysThere() async throws {
            try await RunningFleet.with { fleet in
                let first = try #require(try fleet.state[name: Self.process]?.release)
                try await Self.redeploy(Self.process, on: fleet)
                try await Self.redeploy(Self.process, on: fleet)
                for number in [2, 1] {
                    let (status, output) = try await fleet.shop("rollback", Self.process)
                    #expect(status == 0 && output.contains("serves \(number)-"), "\(output)")
                }
                let (status, output) = try await fleet.shop("rollback", Self.process)
                #expect(status == ShopCLI.ExitStatus.failed.rawValue, "\(output)")
                #expect(output.contains("no release to go back to"), "\(output)")

                #expect(try await fleet.shop("down").status == 0)
                try await fleet.up()
                #expect(try fleet.state[name: Self.process]?.release == first)
                let notes = try fleet.state.notes ?? []
                #expect(notes.contains { $0.hasPrefix("\(Self.process) stays with \(first): 3-") }, "\(notes)")
            }
        }

        /// Each way to hand over: a fragment server, a writer and the socket's holder.
        @Test(arguments: ["decide-fragments", "catalog-service", "gateway"])
        func aRollbackTakesASecondAndNoRequest(process: String) async throws {
            try await RunningFleet.with { fleet in
                let old = try #require(try fleet.state[name: process]?.release)
                try await Self.redeploy(process, on: fleet)
                let new = try #require(try fleet.state[name: process]?.release)
                #expect(new.hasPrefix("2-"))
                var times: [Duration] = []
                let statuses = try await fleet.asking("/product/KT-001") {
                    for version in [old, new, old, new, old] {
                        let start = ContinuousClock.now
                        let (status, output) = try await fleet.shop("rollback", process, version)
                        times.append(start.duration(to: .now))
                        try #require(status == 0, "\(output)")
                        #expect(try ReleaseStore(home: fleet.home).history(of: process).current?.version == version)
                    }
                }
                #expect(times.sorted()[times.count / 2] < .seconds(1), "\(times)")
                #expect(statuses.count > 20)
                #expect(statuses.allSatisfy { $0 == 200 }, "\(statuses.filter { $0 != 200 })")
                try await fleet.state("\(old) serves") { state in
                    state.processes.filter { $0.name == process && $0.phase == .ready }.map(\.release) == [old]
                }
            }
        }

        private static func redeploy(_ process: String, on fleet: RunningFleet) async throws {
            let (status, output) = try await fleet.shop(
                "redeploy", process, "--at-once", "--step", "200ms", "--binaries", ProjectFolder.binaries)
            try #require(status == 0, "\(output)")
        }
    }
}
