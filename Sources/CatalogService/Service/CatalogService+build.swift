import CatalogAPI
import Chassis
import FoundationEssentials
import GRDB
import Hummingbird
import NIOCore
import RabbitEvents
import Wire

/// catalog-service: products, variants, prices, stock, search, stores.
package func buildApplication(_ chassis: Chassis) async throws -> ShopApplication {
    let database = try await chassis.openDatabase("catalog.sqlite")
    return try await buildApplication(
        chassis, database: database, seed: "Sources/CatalogService/Seed/catalogue.json",
        engine: chassis.eventEngine(distributed: RabbitEngine.init))
}

/// The same over any database.
/// - Parameters:
///   - seed: the catalogue that an empty database begins with, as a path of the project; nil for none.
///   - engine: what carries events; nil for a service that neither says nor hears any.
package func buildApplication(
    _ chassis: Chassis, database: any DatabaseWriter, seed: String?, engine: (any EventEngine)? = nil
) async throws -> ShopApplication {
    try CatalogueSchema.migrate(database)
    try await database.write(ReservationTable.adopt)
    let pictures = PictureBook(database: database)
    let work = engine.map { (StockWork(database, chassis.logger), $0) }
    let news = work.map { CatalogueNews(outbox: $0.0.outbox) }
    let catalogue = CatalogueImport(database: database, pictures: pictures, news: news)
    if let seed, try await database.read({ try CategoryRecord.fetchCount($0) == 0 }) {
        // Whoever might be told knows nothing yet.
        let silent = CatalogueImport(database: database, pictures: pictures)
        try await plant(chassis.projectPath(seed), into: silent, chassis)
    } else {
        try await pictures.redraw(news)
    }
    let products = ProductStore(database)
    let router = try buildRouter(chassis, products: products, catalogue: catalogue)
    return ShopApplication(
        router: router,
        services: work.map { work, engine in work.services(on: chassis, engine: engine) } ?? [],
        readiness: [productsCheck(products)])
}

/// All routes of the service.
private func buildRouter(
    _ chassis: Chassis, products: ProductStore, catalogue: CatalogueImport
) throws -> Router<ShopContext> {
    let router = chassis.router()
    let document = try read(chassis.projectPath("Sources/CatalogService/openapi.json"))
    let routes = router.group().add(middleware: ETagMiddleware())
    CatalogRoutes(products: products).add(to: routes)
    let withdrawals = StockWithdrawals(database: products.database, news: catalogue.news)
    StockRoutes(products: products, withdrawals: withdrawals).add(to: routes)
    ArticleRoutes(desk: ArticleDesk(database: products.database, news: catalogue.news)).add(to: routes)
    ImportRoutes(catalogue: catalogue).add(to: routes)
    PictureRoutes(pictures: catalogue.pictures).add(to: routes)
    try CatalogServiceEvents.catalogue.addRoutes(to: router)
    routes.get("/openapi.json") { _, _ in
        var headers = Freshness.settled
        headers[.contentType] = "application/vnd.oai.openapi+json;version=3.1"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: document)))
    }
    return router
}

/// Imports the first catalogue by the same way as any later one.
private func plant(_ path: String, into catalogue: CatalogueImport, _ chassis: Chassis) async throws {
    do {
        let result = try await catalogue.bring(read(path))
        chassis.logger.info("catalogue imported", metadata: result.metadata)
    } catch let refused as CatalogueRefused {
        let errors = refused.errors.prefix(5).map { "line \($0.line ?? 0): \($0.field) \($0.detail)" }
        throw SettingsError(
            key: "the seed catalogue", detail: "\(path) has \(refused.count) errors: \(errors.joined(separator: "; "))")
    }
}

private func read(_ path: String) throws -> [UInt8] {
    do {
        return Array(try Data(contentsOf: URL(filePath: path)))
    } catch {
        throw SettingsError(key: "SHOP_ROOT", detail: "has no \(path) below it: \(error)")
    }
}

private func productsCheck(_ products: ProductStore) -> ReadinessCheck {
    ReadinessCheck("products") {
        do {
            return try await products.assortment().listings.isEmpty ? "there are no products" : nil
        } catch {
            return "the database does not answer: \(error)"
        }
    }
}
