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

        /// One that sees a rollout go wrong before the judge does.
        @Test(arguments: ["decide-fragments", "order-service", "gateway"])
        func duringARolloutItTakesTheCandidateBackWithinASecond(process: String) async throws {
            try await RunningFleet.with { fleet in
                let before = try #require(try fleet.state[name: process]?.release)
                var times: [Duration] = []
                let statuses = try await fleet.asking("/checkout/cart") {
                    for _ in 0..<3 { times.append(try await Self.takeBack(process, to: before, on: fleet)) }
                }
                #expect(times.sorted()[1] < .seconds(1), "\(times)")
                #expect(statuses.count > 20)
                #expect(statuses.allSatisfy { $0 == 200 }, "\(statuses.filter { $0 != 200 })")
            }
        }

        /// - Returns: how long it took from the ask until the release before was alone again.
        private static func takeBack(
            _ process: String, to before: String, on fleet: RunningFleet
        ) async throws -> Duration {
            async let command = fleet.shop(
                "redeploy", process, "--steps", "5", "--step", "20s", "--binaries", ProjectFolder.binaries)
            let watched = try await fleet.state("a candidate that is watched") { $0.rollouts?.first?.step == "watched" }
            let candidate = try #require(watched.rollouts?.first?.candidate)
            let start = ContinuousClock.now
            let (status, output) = try await fleet.shop("rollback", process)
            let time = start.duration(to: .now)
            #expect(status == 0 && output.contains("\(process) serves \(before)"), "\(output)")
            let (end, words) = try await command
            #expect(end == ShopCLI.ExitStatus.releaseRejected.rawValue)
            #expect(words.contains("\(candidate) was rolled back: an operator asked for it"), "\(words)")
            let history = try ReleaseStore(home: fleet.home).history(of: process)
            #expect(history.current?.version == before && history.rollout == nil)
            #expect(history[version: candidate]?.outcome == .rolledBack(reason: "an operator asked for it"))
            try await fleet.state("\(before) alone") { state in
                state.rollouts == nil && state.isReady && state.releases(of: process) == [before]
            }
            return time
        }

        private static func redeploy(_ process: String, on fleet: RunningFleet) async throws {
            let (status, output) = try await fleet.shop(
                "redeploy", process, "--at-once", "--step", "200ms", "--binaries", ProjectFolder.binaries)
            try #require(status == 0, "\(output)")
        }
    }
}
