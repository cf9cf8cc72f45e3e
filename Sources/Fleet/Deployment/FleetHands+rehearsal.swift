import FoundationEssentials
import Wire

extension FleetHands {
    /// Runs a release in a home of its own, where it finds no data and nobody finds it: does it start, make its
    /// database, become ready, and give its callers what they expect?
    ///
    /// - Returns: what went wrong; nothing if all is well.
    func rehearse(
        _ process: ProcessSpecification, release: String, checks: [any ReleaseChecking]
    ) async -> [String] {
        let home = FleetHome(path: "\(supervisor.plan.home.run)/rehearsal-\(process.name)-\(release)")
        try? FileManager.default.removeItem(atPath: home.path)
        defer { try? FileManager.default.removeItem(atPath: home.path) }
        guard (try? home.prepare()) != nil,
            var plan = newInstance(of: process, release: release, share: 0, isKeptAlive: false)
        else { return ["there is no room for a rehearsal"] }
        plan.id += "-rehearsal"
        plan.standsBehind = true
        plan.environment["SHOP_DATA"] = home.data
        plan.environment["SHOP_REGISTERED"] = "false"
        let rehearsal = plan
        supervisor.start(rehearsal)
        let state = await supervisor.board.state { state in
            state[id: rehearsal.id].map { $0.phase == .ready || $0.phase == .stopped } ?? true
        }
        guard state?[id: rehearsal.id]?.phase == .ready, let address = Address(rehearsal.address) else {
            return ["in a rehearsal it ended before it was ready: \(supervisor.exit(of: rehearsal.id) ?? "?")"]
        }
        var complaints: [String] = []
        for check in checks {
            complaints += await check.complaints(
                about: process, release: release, at: address, fleet: supervisor.board.state)
        }
        supervisor.end(rehearsal.id, .stop)
        await areGone([rehearsal])
        return complaints
    }
}
