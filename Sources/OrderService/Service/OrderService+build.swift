import CatalogAPI
import Chassis
import GRDB
import Hummingbird
import OrderAPI
import RabbitEvents
import Wire

/// order-service: carts, orders and their saga, payments and parcels, in a database of its own; prices, stock and
/// stores are catalog-service's.
package func buildApplication(_ chassis: Chassis) async throws -> ShopApplication {
    try await buildApplication(
        chassis, database: chassis.openDatabase("order-service.sqlite"),
        engine: chassis.eventEngine(distributed: RabbitEngine.init),
        pace: SagaPace(chassis.configuration))
}

/// The same over any database and engine.
/// - Parameters:
///   - pace: how long an order's states may last, and how fast bank and carrier are.
///   - patience: how long catalog-service may take to answer.
///   - leveling: who goes first when there is much to do.
package func buildApplication(
    _ chassis: Chassis, database: any DatabaseWriter, engine: any EventEngine, pace: SagaPace = SagaPace(),
    patience: Duration = .seconds(2), leveling: LoadLeveling? = nil
) async throws -> ShopApplication {
    try OrderDatabase.migrate(database)
    let catalog = CatalogClient(chassis.client(of: CatalogClient.serviceName, timeout: patience))
    let desk = PriceDesk(catalog)
    let saga = OrderSagaWork(database, pace: pace, logger: chassis.logger, leveling: leveling)
    try saga.adoptOrders()
    chassis.metrics.add(saga.course.outcomes.orders)
    chassis.metrics.add(saga.course.leveling)
    chassis.metrics.add(saga.file.commits)
    let carts = CartStore(saga.file)
    let orders = OrderStore(saga.file, course: saga.course)
    let router = try buildRouter(
        chassis, carts: CartRoutes(carts: Carts(store: carts, catalog: catalog, desk: desk)),
        orders: OrderRoutes(
            orders: orders, placement: OrderPlacement(orders: orders, desk: desk, leveling: saga.course.leveling),
            stream: OrderStream(
                orders: orders, watchers: saga.course.work.watchers, lifecycle: chassis.lifecycle)))
    try OrderServiceEvents.catalogue.addRoutes(to: router)
    return ShopApplication(
        router: router,
        services: saga.services(on: chassis, engine: engine) + [CartExpiry(store: carts, logger: chassis.logger)],
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
