import Fleet
import Testing

@Suite struct RolloutTests {
    typealias Action = Rollout.Action
    typealias Event = Rollout.Event

    /// A world in which everything goes well, at once.
    static func good(_ action: Action) -> [Event] {
        switch action {
        case .rehearse, .runChecks: [.checksPassed]
        case .startCandidate: [.ready]
        case .setShare(let percent): [.shareApplied(percent: percent)]
        case .drainPrevious, .retirePrevious: [.drained]
        case .takeOver: [.tookOver]
        case .judge: [.judged(.ok)]
        case .promote: [.promoted]
        case .stopCandidate, .killCandidate: [.exited(how: "signal 15")]
        case .restorePrevious: [.restored]
        case .killPrevious, .finish: []
        }
    }

    @Test func aGoodCanaryGrowsStepByStep() {
        var drive = RolloutDrive(.canary)
        let end = drive.run { action, _ in Self.good(action) }
        #expect(
            drive.actions.filter { $0 != .judge } == [
                .startCandidate, .runChecks, .setShare(percent: 5), .setShare(percent: 25), .setShare(percent: 50),
                .setShare(percent: 100), .promote, .retirePrevious, .finish(.promoted),
            ])
        #expect((10...11).contains(end ?? 0))
        #expect(drive.rollout.share == 100)
    }

    @Test func aGoodSocketIsTakenOverAndWatched() {
        var drive = RolloutDrive(.socket)
        let end = drive.run { action, _ in Self.good(action) }
        #expect(
            drive.actions.filter { $0 != .judge } == [
                .startCandidate, .runChecks, .takeOver, .promote, .retirePrevious, .finish(.promoted),
            ])
        #expect((2.5...3).contains(end ?? 0))
    }

    @Test func aGoodWriterIsRehearsedAndThenHandedOver() {
        var drive = RolloutDrive(.writer)
        _ = drive.run { action, _ in Self.good(action) }
        #expect(
            drive.actions.filter { $0 != .judge } == [
                .rehearse, .startCandidate, .drainPrevious, .takeOver, .promote, .finish(.promoted),
            ])
    }

    @Test(arguments: RolloutStrategy.allCases)
    func aRollbackIsOverAtOnceAndAsksNothing(strategy: RolloutStrategy) {
        var drive = RolloutDrive(strategy, .rollback)
        let end = drive.run { action, _ in Self.good(action) }
        #expect(drive.rollout.outcome == .promoted)
        #expect(end == 0)
        for action in [Action.rehearse, .runChecks, .judge] { #expect(!drive.actions.contains(action)) }
    }

    @Test func atOnceTakesOneStepAndIsStillWatched() {
        var drive = RolloutDrive(.canary, .atOnce)
        let end = drive.run { action, _ in Self.good(action) }
        #expect(drive.actions.contains(.setShare(percent: 100)) && !drive.actions.contains(.setShare(percent: 5)))
        #expect((2.5...3).contains(end ?? 0))
    }

    @Test func aShopWithoutVisitorsIsRolledOutToAllTheSame() {
        var drive = RolloutDrive(.canary)
        let end = drive.run { action, _ in
            action == .judge ? [.judged(.undecided(requests: 0, needed: 20))] : Self.good(action)
        }
        #expect(drive.rollout.outcome == .promoted)
        #expect((15...17).contains(end ?? 0))
    }

    @Test(
        arguments: [
            ([], [100]), ([100], [100]), ([50, 5, 5], [5, 50, 100]), ([0, -3, 10, 120], [10, 100]),
        ] as [([Int], [Int])])
    func sharesGrowTo100(asked: [Int], steps: [Int]) {
        #expect(RolloutPlan(steps: asked).steps == steps)
    }

    /// A way to be bad: which actions it answers differently, and what is said of it.
    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reason: String
        let answer: @Sendable (Action) -> [Event]?
    }

    static let faults: [Fault] = [
        Fault(testDescription: "crashes at start", reason: "before it was ready: exit 1") {
            $0 == .startCandidate ? [.exited(how: "exit 1")] : nil
        },
        Fault(testDescription: "never ready", reason: "it was not ready within 8 s") {
            $0 == .startCandidate ? [] : nil
        },
        Fault(testDescription: "breaks a contract", reason: "shell-server uses decide.product") {
            $0 == .runChecks || $0 == .rehearse
                ? [.checksFailed(reasons: ["shell-server uses decide.product"])] : nil
        },
        Fault(testDescription: "checks hang", reason: "did not end within 8 s") {
            $0 == .runChecks || $0 == .rehearse ? [] : nil
        },
        Fault(testDescription: "is worse", reason: "9 of 9 requests failed") {
            $0 == .judge ? [.judged(.worse(reason: "9 of 9 requests failed"))] : nil
        },
        Fault(testDescription: "cannot be judged", reason: "nothing could be learnt") { $0 == .judge ? [] : nil },
        Fault(testDescription: "dies while it serves", reason: "100 % of the visitors: signal 9") {
            switch $0 {
            case .setShare(percent: 100): [.shareApplied(percent: 100), .exited(how: "signal 9")]
            case .takeOver: [.tookOver, .exited(how: "signal 9")]
            default: nil
            }
        },
        Fault(testDescription: "is not to be had", reason: "within") {
            switch $0 {
            case .takeOver, .restorePrevious, .stopCandidate: []
            case .setShare: []
            default: nil
            }
        },
        Fault(testDescription: "cannot be recorded", reason: "the disk is full") {
            $0 == .promote ? [.promotionFailed(reason: "the disk is full")] : nil
        },
    ]

    @Test(arguments: RolloutStrategy.allCases, faults)
    func whateverIsBadIsUndoneWithin30Seconds(strategy: RolloutStrategy, fault: Fault) throws {
        var drive = RolloutDrive(strategy)
        let end = drive.run { action, _ in fault.answer(action) ?? Self.good(action) }
        #expect(try #require(end) <= 30)
        switch drive.rollout.outcome {
        case .refused(let reason), .rolledBack(let reason): #expect(reason.contains(fault.reason))
        case let outcome: Issue.record("\(String(describing: outcome))")
        }
        #expect(drive.rollout.share == 0)
        let actions = drive.actions
        if strategy == .canary, actions.contains(.setShare(percent: 5)) {
            #expect(actions.contains(.setShare(percent: 0)))
        }
        if strategy == .socket, actions.contains(.takeOver) { #expect(actions.contains(.restorePrevious)) }
        if strategy == .writer, actions.contains(.drainPrevious) { #expect(actions.contains(.restorePrevious)) }
    }

    @Test func aReleaseBeforeThatDoesNotDrainIsEnded() {
        var drive = RolloutDrive(.canary)
        _ = drive.run { action, _ in action == .retirePrevious ? [] : Self.good(action) }
        #expect(drive.actions.suffix(2) == [.killPrevious, .finish(.promoted)])
    }

    @Test func aReleaseBeforeThatDoesNotComeBackIsMentioned() {
        var drive = RolloutDrive(.writer)
        _ = drive.run { action, _ in
            switch action {
            case .judge: [.judged(.worse(reason: "slow"))]
            case .restorePrevious: []
            default: Self.good(action)
            }
        }
        #expect(drive.rollout.outcome == .rolledBack(reason: "slow; the release before is not back yet"))
    }
}
