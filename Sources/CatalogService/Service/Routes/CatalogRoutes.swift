import CatalogAPI
import Chassis
import Hummingbird
import Vocabulary
import Wire

/// Categories, stores, products and recommendations: what everybody may read and keep for a moment.
struct CatalogRoutes: Sendable {
    let products: ProductStore

    func add(to router: some RouterMethods<ShopContext>) {
        router.get("/categories", use: categories)
        router.get("/stores", use: stores)
        router.get("/products", use: list)
        router.get("/products/{id}", use: product)
        router.get("/recommendations", use: recommendations)
    }

    @Sendable private func categories(_ request: Request, _ context: ShopContext) async throws -> Response {
        try QueryReader(request).finish()
        let assortment = try await products.assortment()
        let list = CategoryList(categories: assortment.categories, scenes: assortment.scenes)
        return try .json(list, headers: Freshness.settled)
    }

    @Sendable private func stores(_ request: Request, _ context: ShopContext) async throws -> Response {
        try QueryReader(request).finish()
        return try .json(StoreList(stores: try await products.assortment().stores), headers: Freshness.settled)
    }

    @Sendable private func list(_ request: Request, _ context: ShopContext) async throws -> Response {
        do {
            return try .json(try await products.products(ProductQuery(request)), headers: Freshness.lively)
        } catch let unknown as UnknownCategory {
            throw Problem.invalid("category", "must be one of \(unknown.known.joined(separator: ", "))")
        }
    }

    @Sendable private func product(_ request: Request, _ context: ShopContext) async throws -> Response {
        try QueryReader(request).finish()
        let text = context.parameter("id")
        guard let id = ProductID(text), let product = try await products.product(id) else {
            throw Problem.notFound("There is no product \(text.prefix(40)).")
        }
        return try .json(product, headers: Freshness.lively)
    }

    @Sendable private func recommendations(_ request: Request, _ context: ShopContext) async throws -> Response {
        var query = try QueryReader(request)
        let skus = query.values("sku", atMost: 100, shape: SKU.shape) { SKU($0) }
        let excluded = query.values("exclude", atMost: 100, shape: ProductID.shape) { ProductID($0) }
        let limit = query.integer("limit", in: 1...12) ?? 4
        try query.finish()
        let found = try await products.recommendations(near: skus, excluding: Set(excluded), limit: limit)
        let list = ProductList(
            products: found, total: found.count, page: 1, pageSize: limit,
            facets: Facets(categories: [], skills: [], colours: [], minimumPrice: nil, maximumPrice: nil))
        return try .json(list, headers: Freshness.lively)
    }
}

/// How long others may keep an answer.
enum Freshness {
    /// What only an import changes.
    static let settled: HTTPFields = [.cacheControl: "public, max-age=60, stale-while-revalidate=600"]
    /// What shows whether something is in stock.
    static let lively: HTTPFields = [.cacheControl: "public, max-age=5, stale-while-revalidate=30"]
    /// What is named by its content.
    static let eternal = "public, max-age=31536000, immutable"
    /// What stands in for something that is not there.
    static let passing = "public, max-age=60"
    static let never: HTTPFields = [.cacheControl: "no-store"]
}

extension ShopContext {
    /// A part of the path, decoded; empty if it is not percent-encoded UTF-8.
    func parameter(_ name: String) -> String { parameters.get(name).flatMap { PercentEncoding.decode($0) } ?? "" }
}
