import Fleet
import Testing

/// Every event in every phase of every strategy: what it leads to, or that it changes nothing.
@Suite struct RolloutTableTests {
    typealias Event = Rollout.Event
    typealias Answer = (event: Event, phase: Rollout.Phase, actions: [Rollout.Action])

    struct Place: Sendable, CustomTestStringConvertible {
        let strategy: RolloutStrategy
        let phase: Rollout.Phase
        let script: [RolloutDrive.Step]
        /// What is undone when it fails here; nil where it cannot fail any more.
        var undos: [Rollout.Undo]?
        /// What an end of the candidate is called here; nil where it means nothing.
        var ended: String?
        var isExposed = false
        /// Whatever is not here, and not a failure, changes nothing.
        var answers: [Answer] = []

        var testDescription: String { "\(strategy.rawValue) \(phase)" }
    }

    static let events: [Event] = [
        .begin, .ready, .exited(how: "exit 1"), .checksPassed, .checksFailed(reasons: ["a", "b"]),
        .shareApplied(percent: 0), .shareApplied(percent: 5), .shareApplied(percent: 100), .tookOver, .judged(.ok),
        .judged(.worse(reason: "slow")), .judged(.undecided(requests: 1, needed: 20)), .promoted,
        .promotionFailed(reason: "full"), .drained, .restored, .cancelled, .rollbackAsked(reason: "no"), .tick,
    ]

    static let places: [Place] = canary + socket + writer

    @Test(arguments: places)
    func everyEventHasItsAnswer(place: Place) {
        var there = RolloutDrive(place.strategy, RolloutPlan(steps: [5]))
        there.follow(place.script)
        #expect(there.rollout.phase == place.phase)
        for event in Self.events {
            var drive = there
            let actions = drive.send(event)
            let expected = Self.expected(event, at: place)
            #expect(drive.rollout.phase == expected.phase, "\(event)")
            #expect(actions == expected.actions, "\(event)")
        }
    }

    @Test func theTableKnowsEveryPhaseOfEveryStrategy() {
        func kinds(_ strategy: RolloutStrategy) -> Set<String> {
            Set(
                Self.places.filter { $0.strategy == strategy }.map { "\($0.phase)".prefix { $0 != "(" } }.map(
                    String.init))
        }
        let common: Set<String> = ["planned", "starting", "watching", "promoting", "undoing", "finished"]
        #expect(kinds(.canary) == common.union(["checking", "sharing", "retiring"]))
        #expect(kinds(.socket) == common.union(["checking", "handingOver", "retiring"]))
        #expect(kinds(.writer) == common.union(["rehearsing", "clearing", "handingOver"]))
    }

    // MARK: What is expected

    private static func expected(_ event: Event, at place: Place) -> (phase: Rollout.Phase, actions: [Rollout.Action]) {
        if let answer = place.answers.first(where: { $0.event == event }) { return (answer.phase, answer.actions) }
        guard let undos = place.undos else { return (place.phase, []) }
        switch event {
        case .cancelled: return undoing(undos, .cancelled)
        case .rollbackAsked(let reason): return undoing(undos, .rolledBack(reason: reason))
        case .exited(let how):
            guard let ended = place.ended else { return (place.phase, []) }
            return undoing(undos.filter { $0 != .candidate }, blame("it ended \(ended): \(how)", place.isExposed))
        default: return (place.phase, [])
        }
    }

    static func blame(_ reason: String, _ isExposed: Bool) -> Rollout.Outcome {
        isExposed ? .rolledBack(reason: reason) : .refused(reason: reason)
    }

    static func undoing(
        _ undos: [Rollout.Undo], _ outcome: Rollout.Outcome
    ) -> (phase: Rollout.Phase, actions: [Rollout.Action]) {
        guard let first = undos.first else { return (.finished(outcome), [.finish(outcome)]) }
        let action: Rollout.Action =
            switch first {
            case .share: .setShare(percent: 0)
            case .candidate: .stopCandidate
            case .previous: .restorePrevious
            }
        return (.undoing(first, then: Array(undos.dropFirst()), outcome), [action])
    }

    static func answer(_ event: Event, _ undos: [Rollout.Undo], _ outcome: Rollout.Outcome) -> Answer {
        let (phase, actions) = undoing(undos, outcome)
        return (event, phase, actions)
    }

    static func finish(_ event: Event, _ outcome: Rollout.Outcome) -> Answer {
        (event, .finished(outcome), [.finish(outcome)])
    }
}
