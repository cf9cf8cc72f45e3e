import Glibc
import Logging
import RegistryAPI
import ServiceLifecycle
import Wire

extension Chassis {
    /// The registry's discovery where there is a registry, else the fleet file's.
    static func discovery(_ settings: ProcessSettings, _ logger: Logger) async throws -> any Discovery {
        guard let own = settings.registry else { return try FleetFileDiscovery(path: settings.fleetFile) }
        let discovery = RegistryDiscovery(
            RegistryClient(own.registry), watcher: Watcher.name(of: own.instance, process: getpid()), logger: logger)
        // Whoever is waited for must go on listening, and a writer may have to wait for its turn first.
        await discovery.begin(isWaitedFor: !settings.isWriter)
        return discovery
    }

    /// Makes a process one of a fleet with a registry: it finds others there, is found there, and takes its leave
    /// before it drains. Nil where there is no registry.
    func join(_ shop: inout ShopApplication) -> Registration? {
        if let discovery = discovery as? RegistryDiscovery { shop.services.insert(discovery, at: 0) }
        guard let registration = registration(of: shop) else { return nil }
        shop.services.append(registration)
        shop.beforeDraining.append { await registration.leave() }
        return registration
    }

    /// What keeps this process in the registry; nil where there is none.
    private func registration(of shop: ShopApplication) -> Registration? {
        guard let own = settings.registry, own.isRegistered else { return nil }
        let instance = Instance(
            id: own.instance, service: settings.name, team: own.team, address: settings.address,
            release: settings.release, status: .starting, share: own.share, servesFragments: own.servesFragments,
            overrideBucket: own.overrideBucket)
        let registration = Registration(
            RegistryClient(own.registry), as: instance, reachable: own.reachable, discovery: discovery,
            renewal: own.renewal,
            readiness: shop.readiness, logger: logger)
        (discovery as? RegistryDiscovery)?.onRestart { registration.registerAnew() }
        return registration
    }
}
