import Wire

/// Makes instances out of releases: where they run, and what they are told.
package struct InstanceBuilder: Sendable {
    let plan: FleetPlan
    let releases: ReleaseStore
    let sockets: [String: PublicSocket]

    func instance(
        of process: ProcessSpecification, release: String, number: Int, address: String, share: Int, isKeptAlive: Bool
    ) -> InstancePlan {
        let id = "\(process.name)-\(release)-\(number)"
        let root = releases.folder(of: process.name, version: release)
        let environment = ChildEnvironment(home: plan.home, root: root, settings: plan.settings)
        let socket = sockets[process.name]
        var variables = environment.variables(for: process, id: id, release: release, address: address, share: share)
        // The registry finds nobody, and nobody finds it but by its socket.
        variables["SHOP_REGISTRY"] = process.name == FleetPlan.registry ? nil : registry?.description
        if let override = plan.override, let address = Address(address) {
            variables.merge(override.variables(at: address)) { $1 }
        }
        if socket != nil {
            variables["LISTEN_FDS"] = "1"
            variables["LISTEN_FDNAMES"] = PublicSocket.name
            variables["SHOP_TURN"] = "lifeline"
        }
        return InstancePlan(
            id: id, process: process, release: release, address: address, share: share,
            executable: releases.executable(of: process.name, version: release), root: root, environment: variables,
            log: ProcessLog(path: plan.home.log(of: process.name)), socket: socket, isKeptAlive: isKeptAlive)
    }

    /// Where the registry is found, whichever of its instances serves; nil for a fleet without one.
    var registry: Address? {
        plan.override?.registry ?? sockets[FleetPlan.registry].map { Address(host: "127.0.0.1", port: $0.port) }
    }
}
