import Fleet
import FoundationEssentials
import ShopCLI
import Shoppers
import Testing

@Suite struct RedeployScheduleTests {
    private static let processes = try? FleetFile(contentsOf: ProjectFolder.root + "/compose/fleet.json").processes

    @Test func everyProcessHasItsTurnInEachRound() throws {
        let processes = try #require(Self.processes)
        let entries = RedeploySchedule(of: processes, count: 100, seed: 1).entries
        #expect(entries.map(\.number) == Array(1...100))
        for round in 0..<(100 / processes.count) {
            let names = entries[(round * processes.count)...].prefix(processes.count).map(\.process.name)
            #expect(Set(names) == Set(processes.map(\.name)))
        }
    }

    @Test func theSeedMakesTheOrder() throws {
        let processes = try #require(Self.processes)
        let first = RedeploySchedule(of: processes, count: 40, seed: 1).entries
        #expect(first == RedeploySchedule(of: processes, count: 40, seed: 1).entries)
        #expect(
            first.map(\.process.name) != RedeploySchedule(of: processes, count: 40, seed: 2).entries.map(\.process.name)
        )
    }

    @Test func aboutEveryTenthGoesInStepsWhereThatIsPossible() throws {
        let entries = RedeploySchedule(of: try #require(Self.processes), count: 100, seed: 3).entries
        let stepwise = entries.filter { !$0.pace.isAtOnce }
        #expect((8...12).contains(stepwise.count))
        #expect(stepwise.allSatisfy { $0.process.strategy == .canary && $0.pace.steps?.isEmpty == false })
    }
}

extension RealFleets {
    /// The promise, in short; the long version is `./shop prove redeploy`.
    @Suite(.serialized, .timeLimit(.minutes(4))) struct RedeployProofTests {
        @Test func tenRedeploysUnderLoadLoseNothing() async throws {
            try await withScratchFolder { folder in
                let project = RunningFleet(home: FleetHome(path: folder + "/home"), port: 0)
                let (status, output) = try await project.shop(
                    "prove", "redeploy", "--redeploys", "10", "--rate", "50", "--pause", "500ms", "--seed", "4",
                    "--binaries", ProjectFolder.binaries, "--json")
                #expect(FleetCleaner(home: FleetHome(path: folder + "/home/proofs/redeploy")).processes().isEmpty)
                let report = try #require(
                    try? JSONDecoder().decode(RedeployReport.self, from: Data(output.utf8)), "\(output)")

                #expect(report.count(.done) == 10, "\(report.redeploys.filter { $0.outcome != .done })")
                #expect(Set(report.redeploys.map(\.process)) == Set(report.processes))
                #expect(report.load.failures.isEmpty, "\(report.load.examples)")
                #expect(report.load.retries == 0)
                #expect(report.load.windows.count == 10 && report.load.insideWindows.count > 100)
                #expect(report.load.orders.placed > 0 && report.load.orders.confirmed == report.load.orders.placed)
                #expect(report.isProven && status == 0)
            }
        }
    }
}
