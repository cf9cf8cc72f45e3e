import FoundationEssentials
import Synchronization
import Wire

/// Does what commands ask of a running fleet. One thing at a time is done to a process; several processes at once.
package final class FleetOperator: Sendable {
    private let fleet: FleetHands
    private let checks: [any ReleaseChecking]
    /// What is being done, by process.
    private let undertakings = Mutex<[String: Undertaking]>([:])

    package init(_ supervisor: Supervisor, checks: [any ReleaseChecking]) {
        fleet = FleetHands(supervisor)
        self.checks = checks
    }

    /// Listens for commands until the task is cancelled.
    package func run() async throws {
        try await ControlChannel.serve(fleet.supervisor.plan.home) { request, news in
            await self.perform(request) { news(ControlReply(.news, $0)) }
        }
    }

    func perform(_ request: ControlRequest, say: @escaping @Sendable (String) -> Void) async -> ControlReply {
        let name = request.process.name
        let undertaking = Undertaking(request)
        let other = undertakings.withLock { undertakings in
            let other = undertakings[name]
            undertakings[name] = other ?? undertaking
            return other
        }
        if let other { return await interrupt(other, for: request, say) }
        let reply = await carryOut(request, undertaking, say)
        _ = undertakings.withLock { $0.removeValue(forKey: name) }
        undertaking.end(reply)
        return reply
    }

    private func carryOut(
        _ request: ControlRequest, _ undertaking: Undertaking, _ say: @escaping @Sendable (String) -> Void
    ) async -> ControlReply {
        guard fleet.supervisor.board.state.phase == .up else {
            return ControlReply(.failed, "the shop is still starting, or stopping")
        }
        switch request.action {
        case .redeploy: return await redeploy(request, plan: request.pace?.plan ?? RolloutPlan(), undertaking, say)
        case .rollback: return await rollback(request, undertaking, say)
        case .scale: return await scale(request.process, to: request.count ?? 1, say)
        case .retire: return await retire(request.process, say)
        }
    }

    /// A rollback need not wait for the end of a rollout: it is the end of it.
    private func interrupt(
        _ other: Undertaking, for request: ControlRequest, _ say: @escaping @Sendable (String) -> Void
    ) async -> ControlReply {
        let name = request.process.name
        guard request.action == .rollback, let candidate = other.candidate, candidate != request.version else {
            return ControlReply(.failed, "\(name) is being changed by another command already")
        }
        say("Taking \(candidate) back…")
        other.channel.yield(.rollbackAsked(reason: "an operator asked for it"))
        let reply = await other.reply()
        let current = try? fleet.supervisor.releases.history(of: name).current?.version
        // It may have been through in that moment, or have been no release to begin with.
        guard reply.kind == .rolledBack || reply.kind == .refused, request.version ?? current == current else {
            return await perform(request, say: say)
        }
        return ControlReply(.done, current.map { "\(name) serves \($0)" } ?? "\(name) does not run")
    }

    // MARK: Releases

    private func rollback(
        _ request: ControlRequest, _ undertaking: Undertaking, _ say: @escaping @Sendable (String) -> Void
    ) async -> ControlReply {
        let name = request.process.name
        var request = request
        do {
            request.version = try request.version ?? fleet.supervisor.releases.history(of: name).previous?.version
        } catch {
            return ControlReply(.failed, "\(error)")
        }
        guard let version = request.version else {
            return ControlReply(.failed, "there is no release to go back to: no other was in order before")
        }
        let reason = "an operator went back to \(version)"
        return await redeploy(request, plan: .rollback, takenBack: reason, undertaking, say)
    }

    private func redeploy(
        _ request: ControlRequest, plan: RolloutPlan, takenBack reason: String? = nil, _ undertaking: Undertaking,
        _ say: @escaping @Sendable (String) -> Void
    ) async -> ControlReply {
        let process = request.process
        let releases = fleet.supervisor.releases
        guard let version = request.version else { return ControlReply(.failed, "the request names no release") }
        do {
            _ = try releases.release(of: process.name, version: version)
            try releases.updateHistory(of: process.name) { history throws(ReleaseError) in
                try history.begin(version, of: process.name, at: Date())
            }
        } catch {
            return ControlReply(.failed, "\(error)")
        }
        let outcome = await RolloutConductor(
            fleet: fleet, process: process, candidate: version, plan: plan, takenBack: reason, checks: checks, say: say
        ).run(undertaking.events, undertaking.channel)
        return record(outcome, of: version, process)
    }

    private func record(
        _ outcome: Rollout.Outcome, of version: String, _ process: ProcessSpecification
    ) -> ControlReply {
        let releases = fleet.supervisor.releases
        try? releases.updateHistory(of: process.name) { history throws(ReleaseError) in
            if let rejection = outcome.rejection {
                history.reject(version, rejection, at: Date())
            } else {
                history.abandonRollout()
            }
        }
        let used = Set(fleet.supervisor.instances(of: process.name).map(\.release))
        _ = try? releases.prune(process.name, used: used)
        let release = "\(process.name) \(version)"
        return switch outcome {
        case .promoted: ControlReply(.done, "\(process.name) serves \(version)")
        case .refused(let reason): ControlReply(.refused, "\(release) was refused: \(reason)")
        case .rolledBack(let reason): ControlReply(.rolledBack, "\(release) was rolled back: \(reason)")
        case .cancelled: ControlReply(.failed, "the rollout of \(release) was ended")
        }
    }

    // MARK: Instances

    private func scale(
        _ process: ProcessSpecification, to count: Int, _ say: @escaping @Sendable (String) -> Void
    ) async -> ControlReply {
        guard process.strategy == .canary else {
            let reason = process.strategy == .writer ? "one at a time writes its database" : "it holds a socket"
            return ControlReply(.failed, "\(process.name) runs once: \(reason)")
        }
        let serving = fleet.serving(process)
        guard let release = serving.first?.release else {
            return ControlReply(.failed, "\(process.name) does not run: ./shop redeploy \(process.name)")
        }
        let surplus = Array(serving.dropFirst(count))
        let missing = max(0, count - serving.count)
        var added: [InstancePlan] = []
        for _ in 0..<missing {
            guard let plan = fleet.newInstance(of: process, release: release, share: 100, isKeptAlive: true) else {
                break
            }
            // On the board, its port is taken.
            fleet.supervisor.start(plan)
            added.append(plan)
        }
        let limit = process.timeouts.readySeconds
        let unready = await fleet.unready(of: added, after: .seconds(limit))
        for plan in unready { fleet.supervisor.end(plan.id, .stop) }
        await fleet.takeOut(surplus)
        await fleet.finish(surplus, within: RolloutPlan().retiredWithin)
        await fleet.areGone(unready)
        return ScaleOutcome(
            process: process.name, wanted: count, homeless: missing - added.count, unready: unready.count,
            readySeconds: limit
        ).reply
    }

    private func retire(
        _ process: ProcessSpecification, _ say: @escaping @Sendable (String) -> Void
    ) async -> ControlReply {
        guard process.strategy == .canary else {
            return ControlReply(.failed, "\(process.name) is one that the others stand on")
        }
        let serving = fleet.serving(process)
        guard !serving.isEmpty else { return ControlReply(.failed, "\(process.name) does not run") }
        await fleet.retire(process.name)
        await fleet.finish(serving, within: RolloutPlan().retiredWithin)
        return ControlReply(.done, "\(process.name) is out of the shop")
    }
}
