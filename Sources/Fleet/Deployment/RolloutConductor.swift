import FoundationEssentials
import RegistryAPI
import Synchronization
import Wire

/// Carries a ``Rollout`` out on a running fleet: does what it says, and tells it what came of it.
struct RolloutConductor: Sendable {
    let fleet: FleetHands
    let process: ProcessSpecification
    /// The candidate's version.
    let candidate: String
    let plan: RolloutPlan
    /// Why the release that serves is left for an older one; nil for what is no rollback.
    let takenBack: String?
    let checks: [any ReleaseChecking]
    let say: @Sendable (String) -> Void

    /// - Parameters:
    ///   - events: what the rollout is told, by others too.
    ///   - channel: where it is told so.
    /// - Returns: how the rollout ended. Then no instance of a release runs that lost.
    func run(
        _ events: AsyncStream<Rollout.Event>, _ channel: AsyncStream<Rollout.Event>.Continuation
    ) async -> Rollout.Outcome {
        var rollout = Rollout(process.strategy, plan)
        let work = RolloutWork(conductor: self, previous: fleet.serving(process), events: channel)
        let outcome = await withTaskGroup(of: Void.self) { group in
            group.addTask { await work.watch() }
            group.addTask { await tick(channel) }
            defer { group.cancelAll() }
            var actions = rollout.handle(.begin, at: .now)
            var iterator = events.makeAsyncIterator()
            var isCondemned = false
            while true {
                if !isCondemned, let failure = rollout.failure {
                    condemn(failure)
                    isCondemned = true
                }
                for action in actions {
                    if case .finish(let outcome) = action { return outcome }
                    work.note(action)
                    group.addTask { await work.perform(action) }
                }
                show(rollout, of: work)
                guard let event = await iterator.next() else { return .cancelled }
                actions = rollout.handle(event, at: .now)
            }
        }
        await work.cleanUp(after: outcome)
        fleet.supervisor.show(nil, for: process.name)
        return outcome
    }

    /// Writes the verdict down before anything is undone: whoever starts the shop again after a supervisor that died
    /// meanwhile does not start that release.
    private func condemn(_ failure: Rollout.Outcome) {
        guard let rejection = failure.rejection else { return }
        try? fleet.supervisor.releases.updateHistory(of: process.name) { history throws(ReleaseError) in
            history.condemn(candidate, rejection, at: Date())
        }
    }

    private func tick(_ channel: AsyncStream<Rollout.Event>.Continuation) async {
        while !Task.isCancelled {
            channel.yield(.tick)
            try? await Task.sleep(for: .milliseconds(100))
        }
    }

    private func show(_ rollout: Rollout, of work: RolloutWork) {
        fleet.supervisor.show(
            FleetState.RolloutState(
                process: process.name, candidate: candidate, serving: work.previous.first?.release,
                share: rollout.share, step: rollout.phase.words),
            for: process.name)
    }
}

extension Rollout.Outcome {
    /// How it stands in the release's history; nil where the release is not to blame.
    var rejection: ReleaseHistory.Outcome? {
        switch self {
        case .refused(let reason): .refused(reason: reason)
        case .rolledBack(let reason): .rolledBack(reason: reason)
        case .promoted, .cancelled: nil
        }
    }
}

extension Rollout.Phase {
    /// What is being done, for people.
    package var words: String {
        switch self {
        case .planned: "planned"
        case .rehearsing: "rehearsing beside the shop"
        case .starting: "starting"
        case .checking: "checked"
        case .clearing: "waiting for its predecessor to finish"
        case .sharing: "getting visitors"
        case .handingOver: "taking over"
        case .watching: "watched"
        case .promoting, .retiring: "in service, its predecessor finishes"
        case .undoing: "being taken back"
        case .finished: "done"
        }
    }
}
