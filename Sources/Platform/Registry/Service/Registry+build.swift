import Chassis
import FoundationEssentials
import Hummingbird
import NIOCore
import Wire

/// registry: which instances exist and are well.
///
/// Configuration keys (as environment variables: upper case, `_` for `.`):
/// - `shop.overrides`, `shop.profile`: see ``OverrideSettings``.
/// - `registry.warmth.milliseconds` (int, default 1000): for how long after its turn has come (else its start) the
///   registry says that it may not know everybody yet.
package func buildApplication(_ chassis: Chassis) async throws -> ShopApplication {
    let warmth = chassis.configuration.int(forKey: "registry.warmth.milliseconds", default: 1_000)
    let overrides = try OverrideSettings(reader: chassis.configuration)
    return try buildApplication(
        chassis, clock: .system(), warmth: .milliseconds(warmth), allowsOverrides: overrides.areAllowed)
}

/// The same with any clock.
/// - Parameters:
///   - warmth: for how long the registry says that it may not know everybody yet.
///   - allowsOverrides: whether an instance may be for one visitor alone.
package func buildApplication(
    _ chassis: Chassis, clock: RegistryClock, warmth: Duration, allowsOverrides: Bool = false
) throws -> ShopApplication {
    let epoch = String(UInt64.random(in: .min ... .max), radix: 36)
    let board = RegistryBoard(epoch: epoch, clock: clock, isWarming: warmth > .zero)
    var shop = ShopApplication(
        router: try buildRouter(chassis, board: board, allowsOverrides: allowsOverrides),
        services: [LeaseKeeper(board: board, lifecycle: chassis.lifecycle, warmth: warmth)])
    // Whoever waits for news would otherwise hold up the end.
    shop.beforeDraining = [{ board.close() }]
    return shop
}

/// All routes, those of Eureka's interface also where its second version has them.
private func buildRouter(
    _ chassis: Chassis, board: RegistryBoard, allowsOverrides: Bool
) throws -> Router<ShopContext> {
    let router = chassis.router()
    router.add(middleware: SuccessionMiddleware(lifecycle: chassis.lifecycle))
    for path in ["/eureka", "/eureka/v2"] {
        ApplicationRoutes(board: board, allowsOverrides: allowsOverrides).add(to: router.group(RouterPath(path)))
    }
    WatchRoutes(board: board).add(to: router.group("/eureka"))
    let document = try read(chassis.projectPath("Sources/Platform/Registry/openapi.json"))
    router.get("/openapi.json") { _, _ in
        Response(
            status: .ok,
            headers: [.contentType: "application/vnd.oai.openapi+json;version=3.1", .cacheControl: "no-cache"],
            body: ResponseBody(byteBuffer: document))
    }
    return router
}

private func read(_ path: String) throws -> ByteBuffer {
    do {
        return ByteBuffer(bytes: try Data(contentsOf: URL(filePath: path)))
    } catch {
        throw SettingsError(key: "SHOP_ROOT", detail: "has no \(path) below it: \(error)")
    }
}
