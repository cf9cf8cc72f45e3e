import Fleet
import Testing

@Suite struct RestartPolicyTests {
    private let start = ContinuousClock.now

    private func milliseconds(_ duration: Duration) -> Int { Int(duration / .milliseconds(1)) }

    @Test func pausesDoubleUpToTheLongest() {
        var policy = RestartPolicy()
        let pauses = (0..<9).map { _ in milliseconds(policy.ended(at: start, chance: 0)) }
        #expect(pauses == [100, 200, 400, 800, 1600, 2000, 2000, 2000, 2000])
    }

    @Test(arguments: [(0.0, 100), (0.5, 90), (1.0, 80)])
    func chanceShortensAPauseByAFifthAtMost(chance: Double, expected: Int) {
        var policy = RestartPolicy()
        #expect(milliseconds(policy.ended(at: start, chance: chance)) == expected)
    }

    @Test(arguments: [(9_999, 400), (10_000, 100)])
    func crashesAreForgottenAfterTenSecondsOfHealth(healthy: Int, expected: Int) {
        var policy = RestartPolicy()
        _ = policy.ended(at: start, chance: 0)
        _ = policy.ended(at: start, chance: 0)
        policy.becameReady(at: start)
        #expect(milliseconds(policy.ended(at: start + .milliseconds(healthy), chance: 0)) == expected)
    }

    @Test func aRunThatWasNeverReadyForgetsNothing() {
        var policy = RestartPolicy()
        policy.becameReady(at: start)
        _ = policy.ended(at: start + .seconds(60), chance: 0)
        #expect(milliseconds(policy.ended(at: start + .seconds(120), chance: 0)) == 200)
    }

    @Test func manyCrashesDoNotOverflow() {
        var policy = RestartPolicy()
        for _ in 0..<1_000 { #expect(policy.ended(at: start, chance: 0) <= .seconds(2)) }
    }
}
