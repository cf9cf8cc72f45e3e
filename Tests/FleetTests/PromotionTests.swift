import Fleet
import FoundationEssentials
import Glibc
import Testing

extension RealFleets {
    /// The moment in which a candidate becomes the release that serves.
    @Suite(.serialized, .timeLimit(.minutes(2))) struct PromotionTests {
        private static let process = "decide-fragments"

        /// While somebody else holds the history, the promotion is on its way and not done.
        @Test func aCandidateThatDiesWhileItsPromotionIsRecordedIsStartedAgain() async throws {
            try await RunningFleet.with { fleet in
                async let command = fleet.shop(
                    "redeploy", Self.process, "--at-once", "--step", "1s", "--binaries", ProjectFolder.binaries)
                try await Self.rollout(of: fleet, at: "watched")
                let lock = open("\(fleet.home.path)/releases/\(Self.process)/history.lock", O_RDWR | O_CLOEXEC)
                try #require(flock(lock, LOCK_EX | LOCK_NB) == 0)
                let rollout = try await Self.rollout(of: fleet, at: "in service, its predecessor finishes")
                let state = try fleet.state
                let candidate = try #require(state.processes.first { $0.release == rollout.candidate })
                kill(try #require(candidate.pid), SIGKILL)
                try await fleet.state("the candidate's end") { state in
                    state[id: candidate.id].map { $0.restarts > 0 } ?? true
                }
                close(lock)
                let (status, output) = try await command
                #expect(status == 0, "\(output)")
                let end = try await fleet.state("the candidate alone, and ready") { state in
                    state.rollouts == nil && state.releases(of: Self.process) == [rollout.candidate] && state.isReady
                }
                #expect(end[name: Self.process]?.lastExit == "signal 9")
                #expect(try await fleet.status(of: "/product/KT-001") == 200)
            }
        }

        @discardableResult
        private static func rollout(of fleet: RunningFleet, at step: String) async throws -> FleetState.RolloutState {
            let state = try await fleet.state(step) { $0.rollouts?.first?.step == step }
            return try #require(state.rollouts?.first)
        }
    }
}
