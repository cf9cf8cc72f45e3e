import Chassis
import Hummingbird
import Wire

/// The gateway: the one public entry.
package func buildApplication(_ chassis: Chassis) async throws -> ShopApplication {
    buildApplication(chassis, settings: try GatewaySettings(reader: chassis.configuration))
}

package func buildApplication(
    _ chassis: Chassis, settings: GatewaySettings, routes: [GatewayRoute] = GatewayRoute.table,
    client: WireClient = .shared
) -> ShopApplication {
    let screening = RequestScreening(routes: routes, settings: settings)
    return ShopApplication(
        router: buildRouter(chassis, settings: settings, routes: routes, client: client),
        readiness: [shellCheck(chassis.discovery, client)],
        connections: ConnectionKind { responder, lifecycle in
            GatewayChannel(responder: responder, screening: screening, settings: settings, lifecycle: lifecycle)
        })
}

/// What is not the gateway's own is the middleware's to carry on.
func buildRouter(
    _ chassis: Chassis, settings: GatewaySettings, routes: [GatewayRoute], client: WireClient
) -> Router<ShopContext> {
    let router = chassis.router(trustsCallers: false)
    let reports = PolicyReports(discovery: chassis.discovery)
    chassis.metrics.add(reports.reports)
    chassis.metrics.add(reports.complaints)
    let overrides = settings.allowsOverrides ? Overrides(discovery: chassis.discovery) : nil
    let entry = EntryMiddleware(
        routes: routes, settings: settings, overrides: overrides,
        forwarding: Forwarding(
            routes: routes, discovery: chassis.discovery, client: client, lifecycle: chassis.lifecycle),
        reports: reports)
    chassis.metrics.add(entry.bytes)
    router.add(middleware: entry)
    if let overrides {
        OverrideRoutes(overrides: overrides, registry: chassis.settings.registry?.registry).add(to: router)
    }
    return router
}

/// Ready when the shell is: without it there are no pages.
private func shellCheck(_ discovery: any Discovery, _ client: WireClient) -> ReadinessCheck {
    ReadinessCheck("shell-server") {
        guard let address = discovery.addresses(of: "shell-server").first else { return "has no address" }
        do {
            let answer = try await client.send(
                WireRequest(target: "/health/ready"), to: address, deadline: .after(.seconds(1)))
            return answer.status == .ok ? nil : "is not ready"
        } catch {
            return "does not answer"
        }
    }
}
