import HTTPTypes
import Vocabulary
import Wire

/// Asks catalog-service. Every method throws the service's ``Problem`` or a ``WireError``.
package struct CatalogClient: Sendable {
    private let service: ServiceClient

    package static let serviceName = "catalog-service"

    package init(_ service: ServiceClient) {
        self.service = service
    }

    package func categories() async throws -> CategoryList { try await service.get("/categories") }

    package func stores() async throws -> StoreList { try await service.get("/stores") }

    package func products(_ query: ProductQuery) async throws -> ProductList { try await service.get(query.target) }

    /// - Throws: ``Problem`` 404 if there is no such product.
    package func product(_ id: ProductID) async throws -> Product { try await service.get("/products/\(id)") }

    /// Products near to some articles in colour and use, never one of these products themselves.
    /// - Parameters:
    ///   - skus: what is shown or in the cart; none gives a varied choice of what is liked.
    ///   - excluded: products that must not be in the answer, e.g. because the page shows them already.
    ///   - limit: 1 to 12.
    package func recommendations(
        near skus: [SKU], excluding excluded: [ProductID] = [], limit: Int
    ) async throws -> ProductList {
        var query = QueryWriter()
        for sku in skus { query.add("sku", sku.text) }
        for product in excluded { query.add("exclude", product.text) }
        query.add("limit", limit)
        return try await service.get(query.target("/recommendations"))
    }

    package func quote(_ lines: [QuoteLine]) async throws -> Quote {
        try await service.send(.post, "/quotes", body: QuoteRequest(lines: lines))
    }

    /// Changes an article's price or stock.
    /// - Parameter sku: its number as somebody typed it.
    /// - Throws: ``Problem`` 404 if there is no such article, 422 if a value is none.
    package func change(_ sku: String, _ change: ArticleChange) async throws -> ChangedArticle {
        try await service.send(.patch, "/articles/\(PercentEncoding.encode(sku))", body: change)
    }

    /// Takes an order's pieces out of stock; safe to repeat.
    /// - Throws: ``Problem`` of type ``CatalogProblem/outOfStock`` if something is short: then nothing was taken.
    package func withdrawStock(order: String, lines: [QuoteLine]) async throws -> StockWithdrawn {
        try await service.send(
            .put, "/stock-withdrawals/\(PercentEncoding.encode(order))", body: StockWithdrawal(lines: lines))
    }
}
