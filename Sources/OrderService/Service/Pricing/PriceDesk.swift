import CatalogAPI
import Vocabulary
import Wire

/// What catalog-service says now about articles and stores, for those who put something into a cart or order it. Those
/// who ask at the same time share a call; nothing is kept.
struct PriceDesk: Sendable {
    /// By article; what the catalogue does not know is not there.
    typealias Prices = [SKU: Quote.Line]

    /// As many articles as catalog-service prices at once.
    private static let articleLimit = 100
    /// When many order, more of them share a call, and nobody waits long for it.
    private static let interval = Duration.milliseconds(5)

    private let quotes: SharedQuestion<[QuoteLine], Prices>
    private let stores: SharedQuestion<Void, Set<String>>

    init(_ catalog: CatalogClient) {
        quotes = SharedQuestion(interval: Self.interval, limit: Self.articleLimit, weight: \.count) { carts in
            // A price is one piece's, whoever asks for how many.
            let lines = Dictionary(carts.joined().map { ($0.sku, $0) }) { first, _ in first }
            let quote = try await catalog.quote(Array(lines.values))
            return Prices(quote.lines.map { ($0.sku, $0) }) { first, _ in first }
        }
        stores = SharedQuestion(interval: Self.interval) { _ in Set(try await catalog.stores().stores.map(\.id)) }
    }

    /// At least these lines' articles, as they are priced at one moment.
    /// - Throws: ``WireError`` or ``Problem`` if catalog-service gives no quote.
    func prices(of lines: [QuoteLine]) async throws -> Prices { try await quotes.answer(to: lines) }

    /// - Throws: ``WireError`` or ``Problem`` if catalog-service does not say.
    func hasStore(_ id: String) async throws -> Bool { try await stores.answer(to: ()).contains(id) }
}
