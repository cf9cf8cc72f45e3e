extension Rollout {
    /// Whether the release before can still take everything back.
    var mayStillFail: Bool {
        switch phase {
        case .planned, .rehearsing, .starting, .checking, .clearing, .sharing, .handingOver, .watching: true
        // The history may name the candidate already: only the answer to `promote` tells.
        case .promoting, .retiring, .undoing, .finished: false
        }
    }

    /// What the candidate will have come to, once everything is undone.
    package var failure: Outcome? {
        switch phase {
        case .undoing(_, _, let outcome): outcome
        case .finished(let outcome) where outcome != .promoted: outcome
        default: nil
        }
    }

    /// The candidate is to blame.
    mutating func blame(_ reason: String, at now: Instant) -> [Action] {
        fail(isExposed ? .rolledBack(reason: reason) : .refused(reason: reason), at: now)
    }

    mutating func fail(_ outcome: Outcome, at now: Instant) -> [Action] {
        undo(undos, outcome, at: now)
    }

    /// What the present phase has done that is to be undone, in order.
    private var undos: [Undo] {
        switch (phase, strategy) {
        case (.planned, _), (.undoing, _), (.finished, _), (.retiring, _): []
        case (.rehearsing, _), (.starting, _), (.checking, _): [.candidate]
        case (_, .canary): [.share, .candidate]
        case (_, .socket): [.previous, .candidate]
        // Never two writers: first the candidate ends, then the release before begins.
        case (_, .writer): [.candidate, .previous]
        }
    }

    private mutating func undo(_ undos: [Undo], _ outcome: Outcome, at now: Instant) -> [Action] {
        // A rehearsal has its own instance, which `stopCandidate` ends too.
        let rest = undos.filter { $0 != .candidate || !candidateIsGone || phase == .rehearsing }
        guard let next = rest.first else { return finish(outcome, at: now) }
        let action: Action =
            switch next {
            case .share: .setShare(percent: 0)
            case .candidate: .stopCandidate
            case .previous: .restorePrevious
            }
        return enter(.undoing(next, then: Array(rest.dropFirst()), outcome), [action], at: now)
    }

    /// An event while something is being undone: only its answer counts.
    mutating func undone(_ event: Event, at now: Instant) -> [Action] {
        guard case .undoing(let step, let rest, let outcome) = phase else { return [] }
        switch (step, event) {
        case (.share, .shareApplied(percent: 0)), (.previous, .restored): return undo(rest, outcome, at: now)
        default: return []
        }
    }

    mutating func candidateExited(_ how: String, at now: Instant) -> [Action] {
        switch phase {
        case .undoing(.candidate, let rest, let outcome):
            candidateIsGone = true
            return undo(rest, outcome, at: now)
        case .planned, .rehearsing, .finished:
            return []
        // The answer to `promote` tells whether it came so far: then the supervisor starts it again, as always.
        case .promoting, .undoing:
            candidateIsGone = true
            return []
        case .retiring:
            return []
        case .starting, .checking, .clearing, .sharing, .handingOver, .watching:
            candidateIsGone = true
            return blame("it ended \(whereabouts): \(how)", at: now)
        }
    }

    /// What the candidate was doing, as the end of a sentence.
    private var whereabouts: String {
        switch phase {
        case .starting: "before it was ready"
        case .checking: "while it was checked"
        case .clearing: "in standby"
        case .handingOver: "while it took over"
        case .sharing, .watching: "while it served \(share) % of the visitors"
        default: "too early"
        }
    }
}

extension Rollout.Outcome {
    fileprivate func adding(_ remark: String) -> Self {
        switch self {
        case .refused(let reason): .refused(reason: "\(reason); \(remark)")
        case .rolledBack(let reason): .rolledBack(reason: "\(reason); \(remark)")
        case .promoted, .cancelled: self
        }
    }
}

extension Rollout {
    /// Nothing is waited for without a limit, except the answer to `promote`, which comes at once, and the end of a
    /// process that was killed.
    mutating func tick(at now: Instant) -> [Action] {
        if mayStillFail, let began, began.duration(to: now) >= plan.within {
            return blame("it was not through within \(Self.seconds(plan.within))", at: now)
        }
        let elapsed = elapsed(at: now)
        switch phase {
        case .watching(let step):
            return watchTick(step: step, at: now)
        case .retiring where elapsed >= plan.retiredWithin:
            return [.killPrevious] + finish(.promoted, at: now)
        case .undoing(let step, let rest, let outcome):
            return undoTick(step, rest, outcome, at: now)
        default:
            guard let (limit, what) = limit, elapsed >= limit else { return [] }
            return blame("\(what) within \(Self.seconds(limit))", at: now)
        }
    }

    /// How long the present phase may last, and what has not happened then.
    private var limit: (Duration, String)? {
        switch phase {
        case .rehearsing: (plan.checkedWithin, "its rehearsal did not end")
        case .starting: (plan.readyWithin, "it was not ready")
        case .checking: (plan.checkedWithin, "its checks did not end")
        case .clearing: (plan.clearedWithin, "the release before did not finish its requests")
        case .sharing: (plan.sharedWithin, "its callers did not take its share over")
        case .handingOver: (plan.takenOverWithin, "it did not take over")
        case .planned, .watching, .promoting, .retiring, .undoing, .finished: nil
        }
    }

    private mutating func watchTick(step: Int, at now: Instant) -> [Action] {
        if verdict == nil, elapsed(at: now) >= plan.stepPatience + .seconds(1) {
            return blame("nothing could be learnt of how it serves", at: now)
        }
        return [.judge]
    }

    private mutating func undoTick(
        _ step: Undo, _ rest: [Undo], _ outcome: Outcome, at now: Instant
    ) -> [Action] {
        let limit =
            switch step {
            case .share: plan.sharedWithin
            case .candidate: plan.stoppedWithin
            case .previous: plan.restoredWithin
            }
        guard elapsed(at: now) >= limit else { return [] }
        switch step {
        // A caller that does not answer finds the candidate gone, and goes to the release before.
        case .share: return undo(rest, outcome, at: now)
        case .previous: return undo(rest, outcome.adding("the release before is not back yet"), at: now)
        case .candidate:
            since = now
            return [.killCandidate]
        }
    }

    private static func seconds(_ duration: Duration) -> String {
        let tenths = Int((duration / .milliseconds(100)).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
    }
}
