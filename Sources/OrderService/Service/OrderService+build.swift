import CatalogAPI
import Chassis
import GRDB
import Hummingbird
import OrderAPI

/// order-service: carts and orders, in a database of its own; prices, stock and stores are catalog-service's.
package func buildApplication(_ chassis: Chassis) async throws -> ShopApplication {
    try await buildApplication(chassis, database: Storage.open(chassis.dataPath("order-service.sqlite")))
}

/// The same over any database.
/// - Parameters:
///   - pace: how eagerly orders that were left pending are finished.
///   - patience: how long catalog-service may take to answer.
package func buildApplication(
    _ chassis: Chassis, database: any DatabaseWriter, pace: PendingOrders.Pace = .init(),
    patience: Duration = .seconds(2)
) async throws -> ShopApplication {
    try OrderDatabase.migrate(database)
    let catalog = CatalogClient(chassis.client(of: CatalogClient.serviceName, timeout: patience))
    let carts = CartStore(database)
    let orders = OrderStore(database)
    let settlement = OrderSettlement(orders: orders, catalog: catalog, logger: chassis.logger)
    return ShopApplication(
        router: try buildRouter(
            chassis,
            carts: CartRoutes(carts: Carts(store: carts, catalog: catalog)),
            orders: OrderRoutes(
                orders: orders,
                placement: OrderPlacement(orders: orders, catalog: catalog, settlement: settlement))),
        services: [
            PendingOrders(orders: orders, settlement: settlement, logger: chassis.logger, pace: pace),
            CartExpiry(store: carts, logger: chassis.logger),
        ],
        readiness: [OrderDatabase.readiness(database)])
}

func buildRouter(_ chassis: Chassis, carts: CartRoutes, orders: OrderRoutes) throws -> Router<ShopContext> {
    let description = try OpenAPIDocument(contentsOf: chassis.projectPath("Sources/OrderService/openapi.json"))
    let router = chassis.router()
    router.add(middleware: ETagMiddleware())
    carts.add(to: router)
    orders.add(to: router)
    description.add(to: router)
    return router
}
