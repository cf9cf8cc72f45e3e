import FoundationEssentials
import RegistryAPI
import Synchronization
import Wire

/// What one rollout does to the fleet: its instances, their share, their end.
final class RolloutWork: Sendable {
    /// How far the release before is on its way out.
    private enum Leaving {
        case notYet, beingTakenOut, toldToFinish
    }

    private struct State {
        var rehearsal: Rehearsal?
        var candidates: [InstancePlan] = []
        /// New instances of the release before.
        var restored: [InstancePlan] = []
        var isReady = false
        var isEnding = false
        var hasExited = false
        var leaving = Leaving.notYet
        /// Whoever waits for the taking out to be over.
        var waiting: [CheckedContinuation<Void, Never>] = []
        var judge: Judge?
        /// Weighs all calls alike, whenever they were: caches make those of the release before few while the new one's
        /// are many, and then there is hardly a moment at which both can be compared.
        var secondOpinion: Judge?
        /// The figures at the last look, by release.
        var seen: [String: ReleaseFigures] = [:]
        var share = 0
    }

    let previous: [InstancePlan]
    private let conductor: RolloutConductor
    private let events: AsyncStream<Rollout.Event>.Continuation
    private let state = Mutex(State())

    init(
        conductor: RolloutConductor, previous: [InstancePlan], events: AsyncStream<Rollout.Event>.Continuation
    ) {
        self.conductor = conductor
        self.previous = previous
        self.events = events
    }

    private var fleet: FleetHands { conductor.fleet }
    private var process: ProcessSpecification { conductor.process }
    private var candidates: [InstancePlan] { state.withLock(\.candidates) }
    /// Every instance that was begun of the candidate's release.
    private var begun: [InstancePlan] {
        state.withLock { $0.candidates + ($0.rehearsal.map { [$0.instance] } ?? []) }
    }

    /// Notes what is about to be performed: a later action may begin before an earlier one has done anything.
    func note(_ action: Rollout.Action) {
        guard action == .drainPrevious || action == .takeOver && process.strategy == .socket else { return }
        state.withLock { $0.leaving = .beingTakenOut }
    }

    func perform(_ action: Rollout.Action) async {
        switch action {
        case .rehearse: await rehearse()
        case .startCandidate: await startCandidate()
        case .runChecks: await check()
        case .setShare(let percent): await setShare(percent)
        case .drainPrevious: await clearWriter()
        case .takeOver: await takeOver()
        case .judge: await judge()
        case .promote: promote()
        case .retirePrevious: await retirePrevious()
        case .killPrevious: for instance in previous { fleet.supervisor.end(instance.id, .kill) }
        case .stopCandidate: await stopCandidate()
        case .killCandidate: for instance in begun { fleet.supervisor.end(instance.id, .kill) }
        case .restorePrevious: await restorePrevious()
        case .finish: break
        }
    }

    // MARK: Watching

    /// Tells of the candidate's instances becoming ready and ending, until cancelled.
    func watch() async {
        for await _ in fleet.supervisor.board.changes() {
            let (found, isEnding, wasReady) = state.withLock { ($0.candidates, $0.isEnding, $0.isReady) }
            guard !found.isEmpty else { continue }
            // Not the change's own state, which may be from before the candidates were there.
            let fleetState = fleet.supervisor.board.state
            let known = found.compactMap { fleetState[id: $0.id] }.filter { $0.phase != .stopped }
            if known.count < found.count, !isEnding || known.isEmpty {
                let isFirst = state.withLock { state in
                    defer { state.hasExited = true }
                    return !state.hasExited
                }
                let gone = found.first { plan in !known.contains { $0.id == plan.id } }
                if isFirst { events.yield(.exited(how: gone.flatMap { fleet.supervisor.exit(of: $0.id) } ?? "?")) }
            } else if !wasReady, known.allSatisfy(isReady) {
                state.withLock { $0.isReady = true }
                events.yield(.ready)
            }
        }
    }

    /// A writer's candidate stands by: it is as far as it can be before the writer is its own.
    private func isReady(_ instance: ProcessState) -> Bool {
        instance.phase == .ready || process.strategy == .writer && !previous.isEmpty && fleet.isInStandby(instance.id)
    }

    // MARK: The candidate

    private func rehearse() async {
        conductor.say("Rehearsing \(conductor.candidate) in a home of its own…")
        guard let rehearsal = fleet.rehearsal(of: process, release: conductor.candidate) else {
            events.yield(.checksFailed(reasons: ["there is no room for a rehearsal"]))
            return
        }
        // Known before it is begun, so that whoever takes it back in the middle finds it.
        state.withLock { $0.rehearsal = rehearsal }
        let complaints = await fleet.run(rehearsal, checks: conductor.checks)
        guard !Task.isCancelled else { return }
        await fleet.clear(rehearsal)
        events.yield(complaints.isEmpty ? .checksPassed : .checksFailed(reasons: complaints))
    }

    private func startCandidate() async {
        conductor.say("Starting \(conductor.candidate)…")
        let share = process.strategy == .canary && !previous.isEmpty ? 0 : 100
        let plans = (0..<max(1, previous.count)).compactMap { _ in
            var plan = fleet.newInstance(of: process, release: conductor.candidate, share: share, isKeptAlive: false)
            plan?.standsBehind = !previous.isEmpty
            plan?.awaitsTurn = process.strategy == .socket
            return plan
        }
        guard !plans.isEmpty else {
            events.yield(.exited(how: "there is no free port"))
            return
        }
        for plan in plans { fleet.supervisor.start(plan) }
        // Now that they are on the board, whoever is not there has ended.
        state.withLock { $0.candidates = plans }
        if process.strategy == .writer { await fleet.noteStandby(of: plans.map(\.id)) }
    }

    private func check() async {
        conductor.say("Checking \(conductor.candidate)…")
        var complaints: [String] = []
        for instance in candidates.prefix(1) {
            guard let address = Address(instance.address) else { continue }
            for check in conductor.checks {
                complaints += await check.complaints(
                    about: process, release: conductor.candidate, at: address, fleet: fleet.supervisor.board.state)
            }
        }
        events.yield(complaints.isEmpty ? .checksPassed : .checksFailed(reasons: complaints))
    }

    private func setShare(_ percent: Int) async {
        await noteBaseline()
        await bringForward()
        await fleet.setShare(percent, of: candidates)
        state.withLock { $0.share = percent }
        if !previous.isEmpty { conductor.say("\(percent) % of the visitors have \(conductor.candidate)") }
        events.yield(.shareApplied(percent: percent))
    }

    /// From here on visitors wait for the candidate.
    private func bringForward() async {
        for instance in candidates { await fleet.supervisor.bringForward(instance.id) }
    }

    // MARK: Taking over

    private func clearWriter() async {
        await noteBaseline()
        await bringForward()
        for instance in candidates { await fleet.announce(instance) }
        await giveUpPrevious()
        await fleet.areGone(previous)
        events.yield(.drained)
    }

    private func takeOver() async {
        switch process.strategy {
        case .socket:
            await noteBaseline()
            await bringForward()
            for instance in candidates { fleet.supervisor.giveTurn(instance.id) }
            await giveUpPrevious()
        case .writer, .canary:
            await fleet.areReady(candidates)
        }
        events.yield(.tookOver)
    }

    private func giveUpPrevious() async {
        await fleet.takeOut(previous)
        for instance in previous { fleet.supervisor.end(instance.id, .drain) }
        let waiting = state.withLock { state in
            state.leaving = .toldToFinish
            defer { state.waiting = [] }
            return state.waiting
        }
        for waiting in waiting { waiting.resume() }
    }

    /// Returns when the release before is not just being taken out.
    private func hasGivenUp() async {
        await withCheckedContinuation { continuation in
            let mustWait = state.withLock { state in
                if state.leaving == .beingTakenOut { state.waiting.append(continuation) }
                return state.leaving == .beingTakenOut
            }
            if !mustWait { continuation.resume() }
        }
    }

    /// A release before that is just being given up would seem to run.
    private func restorePrevious() async {
        await hasGivenUp()
        await fleet.areReady(await startRestored())
        events.yield(.restored)
    }

    /// Brings a writer's release before as far as it can be beside the candidate: those who call in between wait only a
    /// moment, as on the way there.
    private func prepareReturn() async {
        await hasGivenUp()
        await fleet.areInStandbyOrReady(await startRestored(), within: .seconds(2))
    }

    /// Starts the release before again, as far as it has ended or is about to.
    /// - Returns: its new instances, those started earlier among them.
    private func startRestored() async -> [InstancePlan] {
        let earlier = state.withLock(\.restored)
        guard earlier.isEmpty else { return earlier }
        let running = Set(fleet.serving(process).map(\.id))
        let gone = previous.filter { !running.contains($0.id) }
        // One that does not come to its end holds the database, or still takes connections.
        for instance in gone { fleet.supervisor.end(instance.id, .stop) }
        let restored = gone.compactMap {
            fleet.newInstance(of: process, release: $0.release, share: 100, isKeptAlive: true)
        }
        state.withLock { $0.restored = restored }
        if process.strategy == .writer { for plan in restored { await fleet.announce(plan) } }
        for plan in restored { fleet.supervisor.start(plan) }
        return restored
    }

    // MARK: Judging

    /// From here on is counted what the candidate does to visitors.
    private func noteBaseline() async {
        guard state.withLock({ $0.judge == nil }) else { return }
        let figures = await FigureReader(process: process).read(fleet.supervisor.board.state)
        state.withLock { state in
            state.judge = Judge(
                minimumRequests: conductor.plan.minimumRequests, isSideBySide: process.strategy == .canary,
                keepsAnswers: process.servesFragments)
            state.secondOpinion = Judge(minimumRequests: conductor.plan.minimumRequests, isSideBySide: false)
            state.seen = figures
            // Where one release follows the other, all that the first one did is what the second is measured by.
            if process.strategy != .canary { state.seen[previous.first?.release ?? ""] = nil }
        }
    }

    private func judge() async {
        let figures = await FigureReader(process: process).read(fleet.supervisor.board.state)
        let release = previous.first?.release ?? ""
        let verdict: Verdict? = state.withLock { state in
            let new = figures[conductor.candidate, default: .init()] - state.seen[conductor.candidate, default: .init()]
            let old = figures[release, default: .init()] - state.seen[release, default: .init()]
            state.judge?.observe(new, old)
            state.secondOpinion?.observe(new, old)
            state.seen.merge(figures) { $1 }
            if case .worse(let reason) = state.secondOpinion?.verdict { return .worse(reason: reason) }
            return state.judge?.verdict
        }
        if let verdict { events.yield(.judged(verdict)) }
    }

    // MARK: The end

    /// First the candidate is one that is started again, then the history names it: so what the history names is there.
    private func promote() {
        for instance in candidates where !fleet.supervisor.keepAlive(instance.id) {
            let exit = fleet.supervisor.exit(of: instance.id) ?? "?"
            events.yield(.promotionFailed(reason: "it ended just before it was to stay: \(exit)"))
            return
        }
        do {
            try fleet.supervisor.releases.updateHistory(of: process.name) { history throws(ReleaseError) in
                try history.serve(
                    conductor.candidate, of: process.name, at: Date(), takenBack: conductor.takenBack)
            }
            events.yield(.promoted)
        } catch {
            events.yield(.promotionFailed(reason: "\(error)"))
        }
    }

    /// A process that shares a socket goes on by itself until its last connection is gone: browsers keep theirs for
    /// over a minute, and nobody waits for that.
    private func retirePrevious() async {
        if process.strategy == .canary {
            await fleet.takeOut(previous)
            for instance in previous { fleet.supervisor.end(instance.id, .drain) }
            await fleet.areGone(previous)
        }
        events.yield(.drained)
    }

    private func stopCandidate() async {
        state.withLock { $0.isEnding = true }
        let begun = begun
        if process.strategy == .writer, state.withLock({ $0.leaving != .notYet }) { await prepareReturn() }
        if previous.isEmpty || state.withLock({ $0.share > 0 }) { await fleet.takeOut(candidates) }
        for instance in begun { fleet.supervisor.end(instance.id, .stop) }
        await fleet.areGone(begun)
        let isFirst = state.withLock { state in
            defer { state.hasExited = true }
            return !state.hasExited
        }
        if isFirst { events.yield(.exited(how: "stopped")) }
    }

    /// Nothing is left of a release that lost, whichever of its instances the rollout still knew of.
    func cleanUp(after outcome: Rollout.Outcome) async {
        guard outcome != .promoted else { return }
        for instance in begun { fleet.supervisor.end(instance.id, .stop) }
        await fleet.areGone(begun)
        if let rehearsal = state.withLock(\.rehearsal) { await fleet.clear(rehearsal) }
    }
}
