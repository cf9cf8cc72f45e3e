import FoundationEssentials
import Wire

/// A release that runs in a home of its own, where it finds no data and nobody finds it.
struct Rehearsal: Sendable {
    let instance: InstancePlan
    let home: FleetHome
}

extension FleetHands {
    /// Makes a rehearsal ready, which nobody has started yet; nil if there is no room for one.
    func rehearsal(of process: ProcessSpecification, release: String) -> Rehearsal? {
        let home = FleetHome(path: "\(supervisor.plan.home.run)/rehearsal-\(process.name)-\(release)")
        try? FileManager.default.removeItem(atPath: home.path)
        guard var plan = newInstance(of: process, release: release, share: 0, isKeptAlive: false),
            (try? home.prepare()) != nil
        else { return nil }
        plan.id += "-rehearsal"
        plan.standsBehind = true
        plan.environment["SHOP_DATA"] = home.data
        plan.environment["SHOP_REGISTERED"] = "false"
        return Rehearsal(instance: plan, home: home)
    }

    /// Does the release start, make its database, become ready, and give its callers what they expect? It is left
    /// running.
    ///
    /// - Returns: what went wrong; nothing if all is well.
    func run(_ rehearsal: Rehearsal, checks: [any ReleaseChecking]) async -> [String] {
        let plan = rehearsal.instance
        supervisor.start(plan)
        let state = await supervisor.board.state { state in
            state[id: plan.id].map { $0.phase == .ready || $0.phase == .stopped } ?? true
        }
        guard state?[id: plan.id]?.phase == .ready, let address = Address(plan.address) else {
            return ["in a rehearsal it ended before it was ready: \(supervisor.exit(of: plan.id) ?? "?")"]
        }
        var complaints: [String] = []
        for check in checks {
            complaints += await check.complaints(
                about: plan.process, release: plan.release, at: address, fleet: supervisor.board.state)
        }
        return complaints
    }

    /// Ends a rehearsal, wherever it is; returns when nothing is left of it.
    func clear(_ rehearsal: Rehearsal) async {
        supervisor.end(rehearsal.instance.id, .stop)
        await areGone([rehearsal.instance])
        try? FileManager.default.removeItem(atPath: rehearsal.home.path)
    }
}
