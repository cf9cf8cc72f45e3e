import Chassis
import FoundationEssentials
import GRDB
import Hummingbird
import NIOCore

/// broker: events that services say to each other, kept until everybody who must hear them has.
package func buildApplication(_ chassis: Chassis) async throws -> ShopApplication {
    let settings = try BrokerSettings(chassis)
    return try await buildApplication(
        chassis, database: chassis.openDatabase("broker.sqlite"), path: chassis.dataPath("broker.sqlite"),
        settings: settings)
}

/// The same over any database.
/// - Parameter path: the database's file; nil for one in memory.
package func buildApplication(
    _ chassis: Chassis, database: any DatabaseWriter, path: String? = nil, settings: BrokerSettings = .init(),
    clock: BrokerClock = .system()
) async throws -> ShopApplication {
    try BrokerSchema.migrate(database)
    try await database.write { try DeliveryTable.bringForward(at: clock.now(), in: $0) }
    let file = SharedCommit(database)
    let bell = Bell(clock: clock)
    let figures = BrokerFigures()
    let desk = Desk(
        file, bell: bell, clock: clock, lease: settings.lease, figures: figures, logger: chassis.logger)
    let groups = Groups(file: file, desk: desk, clock: clock)
    let press = Press(
        file: file, bell: bell, clock: clock,
        capacity: Capacity(limit: settings.logLimit, freeLimit: settings.freeLimit, path: path), figures: figures,
        logger: chassis.logger)
    figures.add(to: chassis.metrics)
    chassis.metrics.add(file.commits)
    chassis.metrics.add(StandingFigures(groups: groups, database: database))
    let departures = Departures()
    var shop = ShopApplication(
        router: try buildRouter(
            chassis,
            events: EventRoutes(
                press: press, reader: LogReader(file: file, bell: bell, clock: clock), departures: departures),
            groups: GroupRoutes(groups: groups, desk: desk, departures: departures),
            parking: ParkingRoutes(groups: groups)),
        services: [Retention(file: file, clock: clock, age: settings.retention, logger: chassis.logger)],
        readiness: [readiness(database)],
        connections: .http1(watch: { departures.watch() }))
    // Whoever waits for events would otherwise hold up the end.
    shop.beforeDraining = [{ bell.close() }]
    return shop
}

/// All routes.
private func buildRouter(
    _ chassis: Chassis, events: EventRoutes, groups: GroupRoutes, parking: ParkingRoutes
) throws -> Router<ShopContext> {
    let router = chassis.router()
    events.add(to: router)
    groups.add(to: router)
    parking.add(to: router)
    let document = try read(chassis.projectPath("Sources/Platform/Broker/openapi.json"))
    router.get("/openapi.json") { _, _ in
        Response(
            status: .ok,
            headers: [.contentType: "application/vnd.oai.openapi+json;version=3.1", .cacheControl: "no-cache"],
            body: ResponseBody(byteBuffer: document))
    }
    return router
}

private func readiness(_ database: any DatabaseReader) -> ReadinessCheck {
    ReadinessCheck("log") {
        do {
            _ = try await database.read { try Int.fetchOne($0, sql: "SELECT max(position) FROM log") }
            return nil
        } catch {
            return "the database does not answer: \(error)"
        }
    }
}

private func read(_ path: String) throws -> ByteBuffer {
    do {
        return ByteBuffer(bytes: try Data(contentsOf: URL(filePath: path)))
    } catch {
        throw SettingsError(key: "SHOP_ROOT", detail: "has no \(path) below it: \(error)")
    }
}
