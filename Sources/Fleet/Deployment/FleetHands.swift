import FoundationEssentials
import Glibc
import RegistryAPI
import Synchronization
import Wire

/// What can be done to the instances of a running fleet, and to their place in the registry.
package struct FleetHands: Sendable {
    package let supervisor: Supervisor
    /// Nil for a fleet without a registry: then everybody knows everybody from the start, and nothing can be moved.
    let registry: RegistryClient?
    private let builder: InstanceBuilder

    /// How long to wait for all callers to take a change. One that does not answer that long is dead or deaf.
    private static let acknowledgedWithin = Duration.milliseconds(1_500)

    package init(_ supervisor: Supervisor) {
        self.supervisor = supervisor
        builder = InstanceBuilder(
            plan: supervisor.plan, releases: supervisor.releases, sockets: supervisor.sockets)
        registry = builder.registry.map { RegistryClient($0) }
    }

    // MARK: Instances

    /// The instances that serve, not those on their way out.
    func serving(_ process: ProcessSpecification) -> [InstancePlan] {
        let state = supervisor.board.state
        return supervisor.instances(of: process.name).filter { plan in
            state[id: plan.id].map { $0.phase != .draining && $0.phase != .stopped } ?? false
        }
    }

    /// A plan of one more instance, at a port that is free; nil if there is none.
    func newInstance(
        of process: ProcessSpecification, release: String, share: Int, isKeptAlive: Bool
    ) -> InstancePlan? {
        let taken = Set(supervisor.board.state.processes.compactMap { Address($0.address)?.port })
        let override = supervisor.plan.override
        let free = override.map { $0.port(besides: taken) } ?? LoopbackPorts.anyFree(besides: taken)
        guard let port = free else { return nil }
        return builder.instance(
            of: process, release: release, number: supervisor.nextNumber(), address: "127.0.0.1:\(port)",
            share: share, isKeptAlive: isKeptAlive)
    }

    func areReady(_ instances: [InstancePlan]) async {
        _ = await supervisor.board.state { state in
            instances.allSatisfy { state[id: $0.id]?.phase == .ready }
        }
        await areKnown(instances)
    }

    /// Waits until the instances are ready, not longer than `limit`.
    /// - Returns: those that are not.
    func unready(of instances: [InstancePlan], after limit: Duration) async -> [InstancePlan] {
        await firstOf({ await areReady(instances) }, { await pause(limit) })
        let state = supervisor.board.state
        return instances.filter { state[id: $0.id]?.phase != .ready }
    }

    func areGone(_ instances: [InstancePlan]) async {
        let ids = Set(instances.map(\.id))
        _ = await supervisor.board.state { state in
            state.processes.allSatisfy { !ids.contains($0.id) || $0.phase == .stopped }
        }
    }

    /// Lets instances finish what they have; one that does not within `limit` is killed.
    func finish(_ instances: [InstancePlan], within limit: Duration) async {
        for instance in instances { supervisor.end(instance.id, .drain) }
        await firstOf({ await areGone(instances) }, { await pause(limit) })
        // Where the shop itself stops, its supervisor ends them.
        guard !Task.isCancelled else { return }
        for instance in instances { supervisor.end(instance.id, .kill) }
        await areGone(instances)
    }

    // MARK: Standby

    func isInStandby(_ id: String) -> Bool {
        access("\(supervisor.plan.home.standby)/\(id)", F_OK) == 0
    }

    /// Notes on the board that instances stand by, which no probe tells: their files do. Returns when all do, or none
    /// is left that could.
    func noteStandby(of ids: [String]) async {
        let folder = supervisor.plan.home.standby
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        guard let events = FileEvents(), events.add(folder) != nil else { return }
        await firstOf(
            {
                while !ids.allSatisfy(isInStandby), await events.wait() { _ = events.take() }
                guard !Task.isCancelled else { return }
                for id in ids { supervisor.board.update(id) { $0.isInStandby = true } }
            },
            {
                _ = await supervisor.board.state { state in
                    !ids.contains { id in state[id: id].map { $0.phase != .stopped } ?? false }
                }
            })
    }

    /// Returns when the instances stand by, or serve because nobody was before them; not later than `limit`.
    func areInStandbyOrReady(_ instances: [InstancePlan], within limit: Duration) async {
        await firstOf(
            { await noteStandby(of: instances.map(\.id)) }, { await areReady(instances) }, { await pause(limit) })
    }

    // MARK: The registry

    /// Waits until the registry lists the instances as up.
    private func areKnown(_ instances: [InstancePlan]) async {
        let instances = instances.filter { $0.process.name != FleetPlan.registry }
        guard !instances.isEmpty else { return }
        await retrying { registry in
            let answer = try await registry.watch(wait: .zero)
            let up = Set(answer.services.values.joined().filter { $0.status == .up }.map(\.id))
            return instances.allSatisfy { up.contains($0.id) } ? answer.mark : nil
        }
    }

    /// Gives instances a share of the visitors; returns when all callers know.
    func setShare(_ percent: Int, of instances: [InstancePlan]) async {
        await areKnown(instances)
        var mark: DirectoryMark?
        for instance in instances {
            mark = await retrying { try await $0.setShare(instance.process.name, instance.id, to: percent) } ?? mark
            supervisor.board.update(instance.id) { $0.share = percent }
        }
        await isAcknowledged(mark)
    }

    /// Sends no new calls to the instances; returns when all callers know.
    func takeOut(_ instances: [InstancePlan]) async {
        var mark: DirectoryMark?
        for instance in instances {
            mark =
                await retrying { registry in
                    do {
                        return try await registry.override(
                            instance.process.name, instance.id, with: .outOfService)
                    } catch let problem as Problem where problem.status == 404 {
                        // It never came so far as to be known.
                        return try await registry.watch(wait: .zero).mark
                    }
                } ?? mark
        }
        await isAcknowledged(mark)
        // This process asks for figures, and is a caller too.
        for instance in instances {
            if let address = Address(instance.address) { WireClient.shared.closeIdle(to: address) }
        }
    }

    /// Tells callers that an instance is about to be there, so that they wait for it.
    func announce(_ plan: InstancePlan) async {
        guard let address = Address(plan.address) else { return }
        let instance = Instance(
            id: plan.id, service: plan.process.name, team: plan.process.team, address: address, release: plan.release,
            status: .starting, share: plan.share, servesFragments: plan.process.servesFragments)
        let document = InstanceDocument(instance, renewalSeconds: 5, leaseSeconds: 15, dirtySince: 0)
        await isAcknowledged(await retrying { try await $0.register(document) })
    }

    /// Forgets a service; returns when all callers have.
    func retire(_ service: String) async {
        await isAcknowledged(await retrying { try await $0.retire(service) })
    }

    private func isAcknowledged(_ mark: DirectoryMark?) async {
        guard let mark, let registry else { return }
        _ = try? await registry.waitUntilAcknowledged(mark, within: Self.acknowledgedWithin)
    }

    /// A registry that is just being replaced answers again in a moment.
    @discardableResult
    private func retrying(_ call: (RegistryClient) async throws -> DirectoryMark?) async -> DirectoryMark? {
        guard let registry else { return nil }
        for _ in 0..<200 where !Task.isCancelled {
            if let mark = try? await call(registry) { return mark }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return nil
    }
}
