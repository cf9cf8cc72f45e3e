import Fleet
import FoundationEssentials
import ShopCLI
import Shoppers
import Testing
import Wire

extension RealFleets {
    /// Releases of one process that are bad, each in its way, while shoppers shop.
    @Suite(.serialized, .timeLimit(.minutes(5))) struct BadReleaseTests {
        /// A release that is as bad as that, and what the shop is to say of it.
        struct BadRelease: CustomTestStringConvertible, Sendable {
            let fault: String
            /// Where it is found out: before visitors meet it, or by what it does to them.
            let isRefused: Bool
            /// How it is rolled out.
            let pace: [String]
            /// Each is true of it; which is said is a matter of which is plain first.
            let reasons: [String]

            init(fault: String, isRefused: Bool, pace: String..., reason: String...) {
                self.fault = fault
                self.isRefused = isRefused
                self.pace = pace
                reasons = reason
            }

            var testDescription: String { ([fault] + pace).joined(separator: " ") }
            var words: String { "\(isRefused ? "was refused" : "was rolled back"): " }

            func isTold(in text: String) -> Bool { text.contains(words) && reasons.contains(where: text.contains) }
        }

        private static let process = "decide-fragments"

        private static let bad = [
            BadRelease(fault: "crash", isRefused: true, reason: "it ended before it was ready: exit 3"),
            BadRelease(fault: "neverReady", isRefused: true, reason: "it was not ready within 8 s"),
            BadRelease(fault: "contract", isRefused: true, reason: "page / belongs to explore-fragments"),
            BadRelease(fault: "errors", isRefused: true, reason: "decide.product answered 500"),
            BadRelease(fault: "garbage", isRefused: true, reason: "decide.product"),
            BadRelease(
                fault: "slow", isRefused: false, reason: "of the requests took longer than",
                "were answered by a fallback"),
            // Failed, complained of, or answered by the release before in its stead: the same requests, counted at
            // several places.
            BadRelease(fault: "errorsLater", isRefused: false, reason: "of the release before 0 of"),
            BadRelease(fault: "garbageLater", isRefused: false, reason: "of the release before 0 of"),
            // Everybody has it, and nobody the release before, which answers all the same.
            BadRelease(fault: "errorsLater", isRefused: false, pace: "--at-once", reason: "of the release before 0 of"),
        ]

        @Test(arguments: bad)
        func itIsTakenBackInTimeAndNoShopperHadAFailedRequest(_ bad: BadRelease) async throws {
            try await RunningFleet.with { fleet in
                let before = try #require(try fleet.state[name: Self.process]).release
                let shoppers = LoadRun(
                    LoadPlan(
                        shop: Address(host: "127.0.0.1", port: fleet.port), rate: 90, duration: .seconds(50),
                        shoppers: 40))
                async let traffic = shoppers.run()
                let release = try ReleaseFolder(of: Self.process, beside: fleet.home)
                try release.use(executable: "faulty-fragments")
                try release.write(bad.fault, to: "Sources/Fragments/Decide/Templates/fault")
                let begin = ContinuousClock.now
                let (status, output) = try await fleet.shop(
                    release.redeployment + bad.pace)
                let elapsed = begin.duration(to: .now)
                shoppers.stop()
                let report = await traffic

                #expect(status == ShopCLI.ExitStatus.releaseRejected.rawValue, "\(output)")
                #expect(bad.isTold(in: output), "\(output)")
                #expect(elapsed < .seconds(30))
                #expect(report.requests > 0 && report.failures.isEmpty, "\(report.failures) \(report.examples)")
                try await Self.expectTheOneBefore(before, in: fleet, after: bad)
            }
        }

        private static func expectTheOneBefore(
            _ before: String, in fleet: RunningFleet, after bad: BadRelease
        ) async throws {
            let state = try fleet.state
            let serving = state.processes.filter { $0.name == Self.process }
            #expect(serving.map(\.release) == [before] && serving.map(\.phase) == [.ready] && state.rollouts == nil)
            let (_, list) = try await fleet.shop("releases", Self.process, "--json")
            let rows = try JSONDecoder().decode([Row].self, from: Data(list.utf8))
            #expect(rows.map(\.share) == [100, 0] && rows.map(\.instances) == [1, 0])
            #expect(rows.last.map { bad.isTold(in: $0.outcome) } == true, "\(rows)")
            #expect(try await fleet.status(of: "/product/KT-001") == 200)
        }

        private struct Row: Decodable {
            let share: Int
            let instances: Int
            let outcome: String
        }
    }
}
