import Logging
import RegistryAPI
import ServiceLifecycle
import Wire

extension Chassis {
    /// The registry's discovery where there is a registry, else the fleet file's.
    static func discovery(_ settings: ProcessSettings, _ logger: Logger) async throws -> any Discovery {
        guard let own = settings.registry else { return try FleetFileDiscovery(path: settings.fleetFile) }
        let discovery = RegistryDiscovery(RegistryClient(own.registry), watcher: own.instance, logger: logger)
        await discovery.begin()
        return discovery
    }

    /// What keeps this process in the registry; nil where there is none.
    func registration(of shop: ShopApplication) -> Registration? {
        guard let own = settings.registry else { return nil }
        let instance = Instance(
            id: own.instance, service: settings.name, team: own.team, address: settings.address,
            release: settings.release, status: .starting, share: own.share, servesFragments: own.servesFragments)
        let registration = Registration(
            RegistryClient(own.registry), as: instance, discovery: discovery, renewal: own.renewal,
            readiness: shop.readiness, logger: logger)
        (discovery as? RegistryDiscovery)?.onRestart { registration.registerAnew() }
        return registration
    }
}
