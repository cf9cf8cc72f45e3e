import CatalogAPI
import OrderAPI
import Vocabulary

/// Carts with what catalog-service says about their articles today.
package struct Carts: Sendable {
    private let store: CartStore
    private let catalog: CatalogClient
    private let desk: PriceDesk

    init(store: CartStore, catalog: CatalogClient, desk: PriceDesk) {
        self.store = store
        self.catalog = catalog
        self.desk = desk
    }

    /// A cart at today's prices. Articles that the catalogue no longer knows leave the cart for good.
    package func cart(_ id: CartID) async throws -> Cart {
        let lines = try await store.lines(of: id)
        guard !lines.isEmpty else { return Cart(id, lines: [], quoted: .empty) }
        let quote = try await catalog.quote(lines.map(\.asked))
        if !quote.unknown.isEmpty { _ = try await store.remove(quote.unknown, from: id) }
        return Cart(id, lines: lines, quoted: quote)
    }

    package func count(_ id: CartID) async throws -> CartCount {
        CartCount(count: try await store.count(of: id))
    }

    /// - Throws: ``CartError``.
    package func add(_ sku: SKU, _ quantity: Quantity, to id: CartID) async throws -> CartCount {
        CartCount(count: try await store.add(try await priced(sku, quantity), to: id))
    }

    /// - Throws: ``CartError``.
    package func set(_ sku: SKU, _ quantity: Quantity, in id: CartID) async throws -> CartCount {
        CartCount(count: try await store.set(try await priced(sku, quantity), in: id))
    }

    package func remove(_ sku: SKU, from id: CartID) async throws -> CartCount {
        CartCount(count: try await store.remove([sku], from: id))
    }

    private func priced(_ sku: SKU, _ quantity: Quantity) async throws -> CartLine {
        let prices = try await desk.prices(of: [QuoteLine(sku: sku, quantity: quantity)])
        guard let line = prices[sku] else { throw CartError.unknownArticle(sku) }
        return CartLine(sku: sku, quantity: quantity, agreedPrice: line.unitPrice)
    }
}

extension CartLine {
    /// The line as a question to catalog-service.
    var asked: QuoteLine { QuoteLine(sku: sku, quantity: quantity) }
}
