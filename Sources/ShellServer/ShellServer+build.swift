import Chassis
import Composition
import FragmentContract
import FragmentRendering
import Hummingbird
import RabbitEvents
import ServiceLifecycle
import Wire

/// The shell: learns the teams' fragments from their manifests and composes pages out of them.
///
/// Configuration keys (as environment variables: upper case, `_` for `.`):
/// - `shop.dev` (bool, default false): whether open browsers are told of new releases; only `./shop dev` sets it.
package func buildApplication(_ chassis: Chassis) async throws -> ShopApplication {
    try await buildApplication(
        chassis, events: try chassis.eventEngine(distributed: RabbitEngine.init) as? any EventFollowing)
}

/// - Parameter events: what tells of changes; nil for a shell that hears of none.
package func buildApplication(_ chassis: Chassis, events: (any EventFollowing)?) async throws -> ShopApplication {
    let layouts = try LayoutFolder.read(chassis.projectPath("Sources/ShellServer/Layouts"))
    let assets = try AssetFolder(folder: chassis.projectPath("Public/shared"), team: "shared")
    let site = SiteState(layouts: Set(layouts.keys))
    let fetcher = WireFetcher(discovery: chassis.discovery)
    let resolver = FragmentResolver(
        fetcher: fetcher, cache: FragmentCache(), report: ComplaintLog(logger: chassis.logger).note)
    chassis.metrics.add(FragmentMetrics(ledger: resolver.ledger))
    let dev = chassis.configuration.bool(forKey: "shop.dev", default: false) ? DevChannel() : nil
    let composer = Composer(
        layouts: layouts, sharedAssets: assets.files.map(\.declaration), resolver: resolver,
        onEveryPage: dev == nil ? [] : ["dev.js"], isInTransition: { site.isInTransition })
    let recent = RecentPages()
    let warmUp = WarmUp(chassis: chassis, composer: composer, site: site, recent: recent)
    let router = chassis.router()
    RecentPagesRoutes(recent: recent).add(to: router)
    ReleaseCheckRoutes(check: ReleaseCheck(layouts: layouts, site: site, fetcher: fetcher)).add(to: router)
    if let dev { DevRoutes(channel: dev).add(to: router) }
    let streams = StreamRoutes(fetcher: fetcher, site: site, lifecycle: chassis.lifecycle)
    let pages = PageRoutes(composer: composer, site: site, recent: recent, streams: streams)
    VisitorRoutes().add(to: router)
    AssetRoutes(fetcher: fetcher, discovery: chassis.discovery, site: site, own: assets).add(to: router)
    pages.add(to: router)
    ActionRoutes(fetcher: fetcher, site: site, pages: pages).add(to: router)
    return ShopApplication(
        router: router,
        services: [ManifestWatch(chassis: chassis, site: site, ledger: resolver.ledger, dev: dev), warmUp]
            + changeWatch(chassis, resolver, events),
        readiness: [
            ReadinessCheck("manifests") { site.complaint(whileWaitingFor: chassis.neededFragmentServers) },
            warmUp.readiness,
        ])
}

/// None for an engine that cannot be followed: then answers are kept no longer than they say for that case.
private func changeWatch(
    _ chassis: Chassis, _ resolver: FragmentResolver, _ events: (any EventFollowing)?
) -> [any Service] {
    guard let events else { return [] }
    let counter = ChangeWatch.counter
    chassis.metrics.add(counter)
    return [ChangeWatch(events: events, resolver: resolver, count: counter, logger: chassis.logger)]
}

extension Chassis {
    /// Whose manifests the shell should have before it takes traffic.
    var neededFragmentServers: [String] {
        let needs = settings.registry?.needs ?? []
        return needs.isEmpty ? discovery.directory.fragmentServers : needs
    }
}
