extension Rollout {
    /// Takes note of what happened. Returns what is to be done, in this order.
    package mutating func handle(_ event: Event, at now: Instant) -> [Action] {
        switch event {
        case .cancelled: return mayStillFail ? fail(.cancelled, at: now) : []
        case .rollbackAsked(let reason): return mayStillFail ? fail(.rolledBack(reason: reason), at: now) : []
        case .exited(let how): return candidateExited(how, at: now)
        case .drained where phase != .retiring && phase != .clearing:
            // A socket's release before may be done at any time after the hand-over.
            if strategy == .socket, isExposed { previousIsDrained = true }
            return []
        case .tick: return tick(at: now)
        default: break
        }
        if case .undoing = phase { return undone(event, at: now) }
        return forward(event, at: now)
    }

    /// The steps on the way to the promotion and after it.
    private mutating func forward(_ event: Event, at now: Instant) -> [Action] {
        switch (phase, event) {
        case (.planned, .begin):
            began = now
            guard strategy == .writer, plan.isChecked else { return start(at: now) }
            return enter(.rehearsing, [.rehearse], at: now)
        case (.rehearsing, .checksPassed):
            return start(at: now)
        case (.rehearsing, .checksFailed(let reasons)), (.checking, .checksFailed(let reasons)):
            return blame(Self.words(reasons), at: now)
        case (.starting, .ready):
            guard strategy != .writer else { return enter(.clearing, [.drainPrevious], at: now) }
            return plan.isChecked ? enter(.checking, [.runChecks], at: now) : expose(at: now)
        case (.checking, .checksPassed):
            return expose(at: now)
        case (.clearing, .drained):
            previousIsDrained = true
            return enter(.handingOver, [.takeOver], at: now)
        case (.handingOver, .tookOver):
            share = 100
            return watch(step: 0, at: now)
        case (.sharing(let step), .shareApplied(let percent)) where percent == plan.steps[step]:
            share = percent
            return watch(step: step, at: now)
        case (.watching(let step), .judged(let verdict)):
            return judged(verdict, step: step, at: now)
        case (.promoting, .promoted):
            return retire(at: now)
        case (.promoting, .promotionFailed(let reason)):
            return blame(reason, at: now)
        case (.retiring, .drained):
            return finish(.promoted, at: now)
        default:
            return []
        }
    }

    private mutating func start(at now: Instant) -> [Action] {
        candidateIsGone = false
        return enter(.starting, [.startCandidate], at: now)
    }

    /// The candidate meets its first visitors.
    private mutating func expose(at now: Instant) -> [Action] {
        switch strategy {
        case .canary: enter(.sharing(step: 0), [.setShare(percent: plan.steps[0])], at: now)
        case .socket, .writer: enter(.handingOver, [.takeOver], at: now)
        }
    }

    private mutating func watch(step: Int, at now: Instant) -> [Action] {
        verdict = nil
        guard plan.stepDuration > .zero else { return goOn(after: step, at: now) }
        return enter(.watching(step: step), [.judge], at: now)
    }

    private mutating func judged(_ verdict: Verdict, step: Int, at now: Instant) -> [Action] {
        self.verdict = verdict
        switch verdict {
        case .worse(let reason): return blame(reason, at: now)
        case .ok: return elapsed(at: now) >= plan.stepDuration ? goOn(after: step, at: now) : []
        case .undecided: return elapsed(at: now) >= plan.stepPatience ? goOn(after: step, at: now) : []
        }
    }

    func elapsed(at now: Instant) -> Duration { since.map { $0.duration(to: now) } ?? .zero }

    private mutating func goOn(after step: Int, at now: Instant) -> [Action] {
        guard strategy == .canary, step + 1 < plan.steps.count else { return enter(.promoting, [.promote], at: now) }
        return enter(.sharing(step: step + 1), [.setShare(percent: plan.steps[step + 1])], at: now)
    }

    /// Past this the candidate stays: what goes wrong with it is the business of the next rollout.
    private mutating func retire(at now: Instant) -> [Action] {
        previousIsDrained ? finish(.promoted, at: now) : enter(.retiring, [.retirePrevious], at: now)
    }

    mutating func finish(_ outcome: Outcome, at now: Instant) -> [Action] {
        if outcome != .promoted { share = 0 }
        return enter(.finished(outcome), [.finish(outcome)], at: now)
    }

    mutating func enter(_ next: Phase, _ actions: [Action], at now: Instant) -> [Action] {
        phase = next
        since = now
        return actions
    }

    private static func words(_ reasons: [String]) -> String {
        reasons.isEmpty ? "its checks failed" : reasons.joined(separator: "; ")
    }
}
