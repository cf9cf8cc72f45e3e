import Chassis
import TestSupport
import Testing
import Wire

/// Who goes first: callers who wait for an answer, or the events that follow.
@Suite(.timeLimit(.minutes(1))) struct LoadLevelingTests {
    private func yields(of leveling: LoadLeveling) -> Double {
        leveling.families().filter { $0.name == "shop_rush_yields_total" }.flatMap(\.samples).first?.value ?? 0
    }

    /// Seconds of thirty that something took to follow.
    @Test(arguments: [(0, true), (4, true), (5, false), (12, false)])
    func eventsLetCallersGoFirstInARushUntilTheyWaitTooLong(_ delay: Int, _ isYielding: Bool) async throws {
        let fixture = try EventFixture()
        let engine = MemoryEngine()
        let leveling = LoadLeveling.rush()
        await leveling.answer {}
        leveling.followed(by: "stock", after: .seconds(delay), of: .seconds(30))
        for number in 1...3 { try await fixture.append(number) }
        try await running([fixture.relay(to: engine, leveling: leveling)]) { try await fixture.unsent == 0 }
        #expect(engine.log.map(\.sequence) == [1, 2, 3])
        #expect((yields(of: leveling) > 0) == isYielding)
    }

    @Test func withoutARushNobodyWaits() async throws {
        let fixture = try EventFixture()
        let leveling = LoadLeveling.rush(callers: 2)
        for _ in 1...10 { await leveling.answer {} }
        leveling.followed(by: "stock", after: .seconds(20), of: .seconds(30))
        try await leveling.admit()
        try await fixture.append(1)
        try await running([fixture.relay(to: MemoryEngine(), leveling: leveling)]) { try await fixture.unsent == 0 }
        #expect(yields(of: leveling) == 0)
    }

    @Test(arguments: [(7, true), (8, false), (60, false)])
    func callersInARushAreTurnedAwayWhenWhatFollowsTakesFarTooLong(_ delay: Int, _ isAdmitted: Bool) async throws {
        let leveling = LoadLeveling.rush()
        leveling.followed(by: "stock", after: .seconds(delay), of: .seconds(30))
        try await leveling.answer {
            if isAdmitted {
                try await leveling.admit()
            } else {
                let problem = await #expect(throws: Problem.self) { try await leveling.admit() }
                #expect(problem?.status == 503 && problem?.type == "/problems/too-much-at-once")
            }
        }
    }

    @Test func whatTakesTheLongestPartOfItsTimeCounts() async throws {
        let leveling = LoadLeveling.rush()
        await leveling.answer {}
        leveling.followed(by: "payment", after: .seconds(5), of: .seconds(20))
        leveling.followed(by: "stock", after: .seconds(1), of: .seconds(30))
        await #expect(throws: Problem.self) { try await leveling.admit() }
        leveling.followed(by: "payment", after: .seconds(4), of: .seconds(20))
        try await leveling.admit()
    }

    /// Nothing follows any more: that is not the callers' doing, and what they ask is kept until something does.
    @Test func whatWasSeenLongAgoTurnsNobodyAway() async throws {
        let leveling = LoadLeveling.rush(freshness: .zero)
        leveling.followed(by: "stock", after: .seconds(60), of: .seconds(30))
        try await leveling.answer { try await leveling.admit() }
    }

    @Test func aCallerThatThrowsIsNoLongerCounted() async throws {
        struct Failure: Error {}
        let leveling = LoadLeveling.rush(callers: 2)
        await #expect(throws: Failure.self) { try await leveling.answer { throw Failure() } }
        leveling.followed(by: "stock", after: .seconds(60), of: .seconds(30))
        try await leveling.answer { try await leveling.admit() }
    }
}
