import Fleet

extension RolloutTableTests {
    private static func steps(_ events: [Event]) -> [RolloutDrive.Step] { events.map { .event($0) } }

    private static let failed = Event.checksFailed(reasons: ["a", "b"])
    private static let worse = Event.judged(.worse(reason: "slow"))
    private static let undecided = Event.judged(.undecided(requests: 1, needed: 20))
    private static let full = Event.promotionFailed(reason: "full")

    // MARK: Canary, with the steps 5 and 100

    static let canary: [Place] = {
        let sharing = steps([.begin, .ready, .checksPassed])
        let watching = sharing + steps([.shareApplied(percent: 5)])
        let second = watching + [.wait(3)] + steps([.judged(.ok)])
        let last = second + steps([.shareApplied(percent: 100)])
        let promoting = last + [.wait(3)] + steps([.judged(.ok)])
        let back: [Rollout.Undo] = [.share, .candidate]
        func served(_ share: Int) -> String { "while it served \(share) % of the visitors" }
        func watched(step: Int) -> [Answer] {
            [(.tick, .watching(step: step), [.judge]), answer(worse, back, .rolledBack(reason: "slow"))]
        }
        return shared(.canary) + [
            Place(
                strategy: .canary, phase: .checking, script: steps([.begin, .ready]), undos: [.candidate],
                ended: "while it was checked",
                answers: [
                    (.checksPassed, .sharing(step: 0), [.setShare(percent: 5)]),
                    answer(failed, [.candidate], .refused(reason: "a; b")),
                ]),
            Place(
                strategy: .canary, phase: .sharing(step: 0), script: sharing, undos: back, ended: served(0),
                isExposed: true, answers: [(.shareApplied(percent: 5), .watching(step: 0), [.judge])]),
            Place(
                strategy: .canary, phase: .watching(step: 0), script: watching, undos: back, ended: served(5),
                isExposed: true, answers: watched(step: 0)),
            // Its time is up: the next good word leads on.
            Place(
                strategy: .canary, phase: .watching(step: 0), script: watching + [.wait(3)], undos: back,
                ended: served(5), isExposed: true,
                answers: watched(step: 0) + [(.judged(.ok), .sharing(step: 1), [.setShare(percent: 100)])]),
            Place(
                strategy: .canary, phase: .watching(step: 0), script: watching + [.wait(4)], undos: back,
                ended: served(5), isExposed: true,
                answers: watched(step: 0) + [
                    (.judged(.ok), .sharing(step: 1), [.setShare(percent: 100)]),
                    (undecided, .sharing(step: 1), [.setShare(percent: 100)]),
                ]),
            Place(
                strategy: .canary, phase: .sharing(step: 1), script: second, undos: back, ended: served(5),
                isExposed: true, answers: [(.shareApplied(percent: 100), .watching(step: 1), [.judge])]),
            Place(
                strategy: .canary, phase: .promoting, script: promoting,
                answers: [
                    (.promoted, .retiring, [.retirePrevious]), answer(full, back, .rolledBack(reason: "full")),
                ]),
            // It has ended: if it came so far before, it is started again, and otherwise nothing is left to stop.
            Place(
                strategy: .canary, phase: .promoting, script: promoting + steps([.exited(how: "exit 1")]),
                answers: [
                    (.promoted, .retiring, [.retirePrevious]), answer(full, [.share], .rolledBack(reason: "full")),
                ]),
            Place(
                strategy: .canary, phase: .retiring, script: promoting + steps([.promoted]),
                answers: [finish(.drained, .promoted)]),
            Place(
                strategy: .canary, phase: .undoing(.share, then: [.candidate], .cancelled),
                script: watching + steps([.cancelled]),
                answers: [answer(.shareApplied(percent: 0), [.candidate], .cancelled)]),
            // It ended by itself, so that nothing is left to stop.
            Place(
                strategy: .canary,
                phase: .undoing(.share, then: [], .rolledBack(reason: "it ended \(served(5)): signal 9")),
                script: watching + steps([.exited(how: "signal 9")]),
                answers: [
                    finish(.shareApplied(percent: 0), .rolledBack(reason: "it ended \(served(5)): signal 9"))
                ]),
        ]
    }()

    /// What all strategies have in common, or nearly.
    private static func shared(_ strategy: RolloutStrategy) -> [Place] {
        let begun: Answer =
            strategy == .writer ? (.begin, .rehearsing, [.rehearse]) : (.begin, .starting, [.startCandidate])
        let ready: Answer =
            strategy == .writer ? (.ready, .clearing, [.drainPrevious]) : (.ready, .checking, [.runChecks])
        let starting = steps(strategy == .writer ? [.begin, .checksPassed] : [.begin])
        return [
            Place(strategy: strategy, phase: .planned, script: [], undos: [], answers: [begun]),
            Place(
                strategy: strategy, phase: .starting, script: starting, undos: [.candidate],
                ended: "before it was ready", answers: [ready]),
            Place(
                strategy: strategy, phase: .undoing(.candidate, then: [], .cancelled),
                script: starting + steps([.cancelled]), answers: [finish(.exited(how: "exit 1"), .cancelled)]),
            Place(strategy: strategy, phase: .finished(.cancelled), script: steps([.cancelled])),
        ]
    }

    // MARK: Socket

    static let socket: [Place] = {
        let handing = steps([.begin, .ready, .checksPassed])
        let watching = handing + steps([.tookOver])
        let promoting = watching + [.wait(3)] + steps([.judged(.ok)])
        let back: [Rollout.Undo] = [.previous, .candidate]
        return shared(.socket) + [
            Place(
                strategy: .socket, phase: .checking, script: steps([.begin, .ready]), undos: [.candidate],
                ended: "while it was checked",
                answers: [
                    (.checksPassed, .handingOver, [.takeOver]),
                    answer(failed, [.candidate], .refused(reason: "a; b")),
                ]),
            Place(
                strategy: .socket, phase: .handingOver, script: handing, undos: back, ended: "while it took over",
                isExposed: true, answers: [(.tookOver, .watching(step: 0), [.judge])]),
            Place(
                strategy: .socket, phase: .watching(step: 0), script: watching + [.wait(3)], undos: back,
                ended: "while it served 100 % of the visitors", isExposed: true,
                answers: [
                    (.tick, .watching(step: 0), [.judge]), (.judged(.ok), .promoting, [.promote]),
                    answer(worse, back, .rolledBack(reason: "slow")),
                ]),
            Place(
                strategy: .socket, phase: .promoting, script: promoting,
                answers: [
                    (.promoted, .retiring, [.retirePrevious]), answer(full, back, .rolledBack(reason: "full")),
                ]),
            // The one before was through already.
            Place(
                strategy: .socket, phase: .promoting, script: promoting + steps([.drained]),
                answers: [finish(.promoted, .promoted), answer(full, back, .rolledBack(reason: "full"))]),
            Place(
                strategy: .socket, phase: .retiring, script: promoting + steps([.promoted]),
                answers: [finish(.drained, .promoted)]),
            Place(
                strategy: .socket, phase: .undoing(.previous, then: [.candidate], .cancelled),
                script: watching + steps([.cancelled]), answers: [answer(.restored, [.candidate], .cancelled)]),
        ]
    }()

    // MARK: Writer

    static let writer: [Place] = {
        let clearing = steps([.begin, .checksPassed, .ready])
        let handing = clearing + steps([.drained])
        let watching = handing + steps([.tookOver])
        let promoting = watching + [.wait(3)] + steps([.judged(.ok)])
        let back: [Rollout.Undo] = [.candidate, .previous]
        return shared(.writer) + [
            Place(
                strategy: .writer, phase: .rehearsing, script: steps([.begin]), undos: [.candidate],
                answers: [
                    (.checksPassed, .starting, [.startCandidate]),
                    answer(failed, [.candidate], .refused(reason: "a; b")),
                ]),
            Place(
                strategy: .writer, phase: .clearing, script: clearing, undos: back, ended: "in standby",
                answers: [(.drained, .handingOver, [.takeOver])]),
            Place(
                strategy: .writer, phase: .handingOver, script: handing, undos: back, ended: "while it took over",
                isExposed: true, answers: [(.tookOver, .watching(step: 0), [.judge])]),
            Place(
                strategy: .writer, phase: .watching(step: 0), script: watching, undos: back,
                ended: "while it served 100 % of the visitors", isExposed: true,
                answers: [
                    (.tick, .watching(step: 0), [.judge]), answer(worse, back, .rolledBack(reason: "slow")),
                ]),
            Place(
                strategy: .writer, phase: .promoting, script: promoting,
                answers: [finish(.promoted, .promoted), answer(full, back, .rolledBack(reason: "full"))]),
            Place(
                strategy: .writer, phase: .promoting, script: promoting + steps([.exited(how: "exit 1")]),
                answers: [finish(.promoted, .promoted), answer(full, [.previous], .rolledBack(reason: "full"))]),
            Place(
                strategy: .writer, phase: .undoing(.candidate, then: [.previous], .cancelled),
                script: watching + steps([.cancelled]),
                answers: [answer(.exited(how: "exit 1"), [.previous], .cancelled)]),
            Place(
                strategy: .writer, phase: .undoing(.previous, then: [], .cancelled),
                script: watching + steps([.cancelled, .exited(how: "exit 0")]),
                answers: [finish(.restored, .cancelled)]),
        ]
    }()
}
