import CatalogAPI
import Chassis
import Hummingbird
import Vocabulary
import Wire

/// `PATCH /articles/{sku}`: another price, another stock.
struct ArticleRoutes: Sendable {
    let desk: ArticleDesk

    private static let priceLimit = 100_000_000
    private static let stockLimit = 1_000_000

    func add(to router: some RouterMethods<ShopContext>) {
        router.patch("/articles/{sku}", use: change)
    }

    @Sendable private func change(_ request: Request, _ context: ShopContext) async throws -> Response {
        let text = context.parameter("sku")
        let change = try await request.json(ArticleChange.self)
        try Self.check(change)
        guard let sku = SKU(text), let changed = try await desk.change(sku, change) else {
            throw Problem.notFound("There is no article \(text.prefix(40)); nothing was changed.")
        }
        context.logger.info("article changed", metadata: ["sku": "\(sku)"])
        return try .json(changed, headers: Freshness.never)
    }

    private static func check(_ change: ArticleChange) throws {
        var errors: [Problem.FieldError] = []
        if change.price == nil, change.stock == nil {
            errors.append(.init(field: "price", detail: "or stock, or both, must be given"))
        }
        if let price = change.price {
            if price.currency != "EUR" { errors.append(.init(field: "price.currency", detail: "must be EUR")) }
            if !(1...priceLimit).contains(price.minorUnits) {
                errors.append(.init(field: "price.minorUnits", detail: "must be 1 to \(priceLimit)"))
            }
        }
        if let stock = change.stock, !(0...stockLimit).contains(stock) {
            errors.append(.init(field: "stock", detail: "must be 0 to \(stockLimit)"))
        }
        guard errors.isEmpty else { throw Problem.invalid(errors) }
    }
}
