/// One process's change from the release that serves to another one, its candidate.
///
/// A pure state machine: it is told what happened and says what to do. It has no clock; whoever drives it calls
/// `handle(.tick, at:)` a few times a second. An event that means nothing in the present phase changes nothing, so that
/// late and doubled news do no harm.
///
/// - canary: start beside → checks → a growing share of the visitors, judged at each step → promote → drain the old.
/// - socket: start beside, taking nothing from the socket → checks → take over (both accept from it, then only the new
///   one) → watch → promote.
/// - writer: rehearse on a copy of the data → start in standby → drain the old one → hand the writer over → watch →
///   promote. Requests wait from the draining to the hand-over; never do two releases write.
///
/// Whatever fails before the promotion is undone, and the release that served goes on.
package struct Rollout: Sendable, Equatable {
    package typealias Instant = ContinuousClock.Instant

    package let strategy: RolloutStrategy
    package let plan: RolloutPlan
    package internal(set) var phase = Phase.planned
    /// The share of visitors that the candidate has, in percent, as all callers acknowledged it.
    package internal(set) var share = 0
    /// The last judgement of the present step.
    package internal(set) var verdict: Verdict?

    var began: Instant?
    /// When the present phase began.
    var since: Instant?
    var candidateIsGone = true
    var previousIsDrained = false

    package init(_ strategy: RolloutStrategy, _ plan: RolloutPlan = RolloutPlan()) {
        self.strategy = strategy
        self.plan = plan
    }

    /// How it ended; nil while it goes on.
    package var outcome: Outcome? {
        guard case .finished(let outcome) = phase else { return nil }
        return outcome
    }

    /// Whether shoppers are, or may be, served by the candidate.
    package var isExposed: Bool {
        switch phase {
        case .sharing, .watching, .handingOver, .promoting, .retiring: true
        case .planned, .rehearsing, .starting, .checking, .clearing, .undoing, .finished: false
        }
    }
}

extension Rollout {
    package enum Event: Sendable, Equatable {
        case begin
        /// The candidate answers its readiness check; a writer's candidate: as far as it can in standby.
        case ready
        /// The candidate's process ended.
        case exited(how: String)
        /// The checks, or the rehearsal, found nothing.
        case checksPassed
        case checksFailed(reasons: [String])
        /// All callers use the share.
        case shareApplied(percent: Int)
        /// The candidate has taken the socket or the writer, is ready, and serves.
        case tookOver
        /// The answer to `judge`.
        case judged(Verdict)
        /// The answer to `promote`: the history names the candidate as the release that serves.
        case promoted
        case promotionFailed(reason: String)
        /// The release before has answered its last request and gave its resources back.
        case drained
        /// The release before serves all visitors again.
        case restored
        /// The operator does not want it any more; the release is not to blame.
        case cancelled
        /// The operator takes the release back.
        case rollbackAsked(reason: String)
        /// Time passes.
        case tick
    }

    package enum Action: Sendable, Equatable {
        /// Runs the candidate on a copy of the data, checks it, ends it; answered by `checksPassed` or `checksFailed`.
        case rehearse
        /// Starts the candidate once, without visitors; a writer's in standby, without writing. It is not started again
        /// if it ends before the promotion.
        case startCandidate
        case runChecks
        /// Gives the candidate this share of the visitors; answered by `shareApplied`.
        case setShare(percent: Int)
        /// Keeps new requests waiting and lets the release before finish those it has; answered by `drained`.
        case drainPrevious
        /// The candidate takes the socket or the writer, the waiting requests with it; answered by `tookOver`.
        case takeOver
        /// Compares the releases' figures since the candidate met visitors (without the requests that waited for the
        /// hand-over, which say nothing of it); answered by `judged`.
        case judge
        /// Records the candidate as the release that serves, which from then on is started again when it ends; answered
        /// at once by `promoted` or `promotionFailed`, which it is too if the candidate has ended before.
        case promote
        /// Drains the release before, then stops it; answered by `drained`.
        case retirePrevious
        /// The release before had its time: its process is ended.
        case killPrevious
        /// Drains the candidate, if it serves, and stops it; answered by `exited`.
        case stopCandidate
        /// The candidate had its time: its process is ended; answered by `exited`.
        case killCandidate
        /// The release before serves everything again, and is started if it does not run; answered by `restored`.
        case restorePrevious
        case finish(Outcome)
    }

    package enum Outcome: Sendable, Equatable {
        /// The candidate serves.
        case promoted
        /// The candidate failed before a shopper met it.
        case refused(reason: String)
        /// The candidate failed, or was taken back, after shoppers may have met it.
        case rolledBack(reason: String)
        case cancelled
    }

    package enum Phase: Sendable, Equatable {
        case planned
        case rehearsing
        case starting
        case checking
        /// The release before drains (writer).
        case clearing
        /// The share of the step is on its way to the callers.
        case sharing(step: Int)
        case handingOver
        /// The candidate serves its share and is judged; socket and writer have one step.
        case watching(step: Int)
        case promoting
        /// The candidate serves everything, and the release before drains.
        case retiring
        case undoing(Undo, then: [Undo], Outcome)
        case finished(Outcome)
    }

    /// What is undone of a rollout that failed, one after the other.
    package enum Undo: Sendable, Equatable {
        /// The visitors leave the candidate (canary).
        case share
        case candidate
        /// The release before gets back what it gave up (socket, writer).
        case previous
    }
}
