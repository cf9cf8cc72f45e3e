import Fleet
import Testing

/// Rollouts in a world that answers late, twice, wrongly or not at all.
@Suite struct RolloutChaosTests {
    private static let noise: [Rollout.Event] = [
        .begin, .ready, .checksPassed, .checksFailed(reasons: ["x"]), .shareApplied(percent: 0),
        .shareApplied(percent: 5), .shareApplied(percent: 25), .tookOver, .judged(.ok),
        .judged(.worse(reason: "x")), .judged(.undecided(requests: 3, needed: 20)), .restored, .cancelled,
        .rollbackAsked(reason: "x"), .tick,
    ]

    /// What a writer's database sees.
    private struct Database {
        var previousWrites = true
        var candidateWrites = false

        mutating func note(_ action: Rollout.Action) {
            if action == .takeOver { candidateWrites = true }
            if action == .restorePrevious { previousWrites = true }
        }
    }

    @Test(arguments: RolloutStrategy.allCases)
    func itAlwaysEndsOnceAndNeverHasTwoWriters(strategy: RolloutStrategy) {
        var chance = SeededGenerator(seed: 7)
        var outcomes: [String: Int] = [:]
        for _ in 0..<3_000 {
            let calm = Double.random(in: 0...1, using: &chance)
            var database = Database()
            var drive = RolloutDrive(strategy)
            var committed = false
            let end = drive.run { action, _ in
                database.note(action)
                if strategy == .writer {
                    #expect(!(database.previousWrites && database.candidateWrites))
                }
                return Self.answer(to: action, calm: calm, &chance, &database, &committed)
            }
            #expect(end != nil && (committed || (end ?? 99) <= 30), "\(drive.actions)")
            #expect(drive.rollout.outcome == .promoted || !committed)
            let ends = drive.actions.filter { if case .finish = $0 { true } else { false } }
            #expect(ends.count == 1)
            for event in Self.noise + [.drained, .promoted, .exited(how: "late")] { #expect(drive.send(event) == []) }
            outcomes["\(drive.rollout.outcome ?? .cancelled)".prefix { $0 != "(" }.description, default: 0] += 1
        }
        #expect(outcomes.count == 4, "the worlds were too much alike: \(outcomes)")
    }

    /// The right answer or none, amid noise. Only the answers to `promote`, `killCandidate` and about the database are
    /// honest: they are facts.
    private static func answer(
        to action: Rollout.Action, calm: Double, _ chance: inout SeededGenerator, _ database: inout Database,
        _ committed: inout Bool
    ) -> [Rollout.Event] {
        var events: [Rollout.Event] = []
        if Double.random(in: 0...1, using: &chance) > 0.9 + calm / 9 {
            events.append(noise.randomElement(using: &chance) ?? .tick)
        }
        let fails = Double.random(in: 0...1, using: &chance) > 0.8 + calm / 5
        switch action {
        case .promote:
            committed = !fails
            events.append(fails ? .promotionFailed(reason: "full") : .promoted)
        case .killCandidate:
            database.candidateWrites = false
            events.append(.exited(how: "signal 9"))
        case .stopCandidate where !fails:
            database.candidateWrites = false
            events.append(.exited(how: "signal 15"))
        case .drainPrevious where !fails:
            database.previousWrites = false
            events.append(.drained)
        default:
            if !fails { events += RolloutTests.good(action) }
        }
        return events
    }
}
