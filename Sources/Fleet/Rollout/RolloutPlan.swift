/// How fast a rollout goes, and how patient it is.
///
/// With the defaults a release that is bad is refused or taken back within 30 s: `within` for all that precedes the
/// promotion, and then the times to withdraw its visitors, to stop it, and to restore the release before.
package struct RolloutPlan: Sendable, Equatable {
    /// The candidate's shares of the visitors, in percent, growing to 100 (canary).
    package var steps: [Int]
    /// How long a step is watched; zero: it is not judged at all.
    package var stepDuration: Duration
    /// How long a step is watched at most, while the requests are too few to judge. Then it goes on: hardly anybody
    /// meets the candidate.
    package var stepPatience: Duration
    /// The candidate's requests below which only what is plainly bad is judged.
    package var minimumRequests: Int
    /// Whether the candidate is checked before it meets visitors.
    package var isChecked: Bool

    /// From the candidate's start to its readiness.
    package var readyWithin: Duration = .seconds(8)
    package var checkedWithin: Duration = .seconds(8)
    /// For callers to acknowledge a share.
    package var sharedWithin: Duration = .seconds(2)
    /// For the release before to finish its requests while others wait (writer).
    package var clearedWithin: Duration = .seconds(4)
    /// From the hand-over to the candidate's readiness (socket, writer).
    package var takenOverWithin: Duration = .seconds(4)
    /// For all of it, up to the promotion: 21 s, or more for longer steps than the usual ones.
    package var within: Duration
    /// For the release before to finish its requests, once it is replaced.
    package var retiredWithin: Duration = .seconds(10)
    /// For a candidate that failed to stop.
    package var stoppedWithin: Duration = .seconds(3)
    /// For the release before to serve again.
    package var restoredWithin: Duration = .seconds(4)

    package init(
        steps: [Int] = [5, 25, 50, 100], stepDuration: Duration = .seconds(2.5), stepPatience: Duration? = nil,
        minimumRequests: Int = 20, isChecked: Bool = true
    ) {
        let shares = steps.filter { (1...99).contains($0) }.sorted()
        self.steps = shares.indices.filter { $0 == 0 || shares[$0] != shares[$0 - 1] }.map { shares[$0] } + [100]
        self.stepDuration = stepDuration
        self.stepPatience = stepPatience ?? stepDuration * 1.5
        self.minimumRequests = minimumRequests
        self.isChecked = isChecked
        within = max(.seconds(21), .seconds(6) + self.stepPatience * self.steps.count)
    }

    /// All visitors in one step, watched for a while.
    package static var atOnce: RolloutPlan { RolloutPlan(steps: [100]) }

    /// Back to a release that served before: at once, without questions.
    package static var rollback: RolloutPlan { RolloutPlan(steps: [100], stepDuration: .zero, isChecked: false) }
}
