import CatalogAPI
import Vocabulary

/// A product as it is kept in memory: everything but its stock.
struct Listing: Sendable {
    let id: ProductID
    let name: String
    let category: CategoryReference
    let summary: String
    let description: String
    let highlights: [String]
    let specifications: Specifications
    let introduced: String
    let uses: [String]
    let shape: String
    /// In the catalogue's order; never empty.
    let articles: [Article]

    var lowestPrice: Int { articles.lazy.map(\.price).min() ?? 0 }
    var highestPrice: Int { articles.lazy.map(\.price).max() ?? 0 }

    func isInStock(without soldOut: Set<String>) -> Bool { articles.contains { !soldOut.contains($0.sku.text) } }

    /// Whether it flies in a wind of so many km/h; what has no wind range does not fly.
    func flies(in wind: Int) -> Bool {
        guard let minimum = specifications.windMinimum, let maximum = specifications.windMaximum else { return false }
        return (minimum...maximum).contains(wind)
    }
}

/// A variant as it is kept in memory: everything but its stock.
struct Article: Sendable {
    let sku: SKU
    let colourway: Colourway
    let size: String
    let price: Int
    let picture: String
    let main: Shade
    let second: Shade
    let families: Set<ColourFamily>
    /// The words that its colours are looked for by, folded.
    let colourWords: Set<String>

    /// Mean distance of the main and second colours: 0 for the same, about 1 for black to white.
    func colourDistance(to other: Article) -> Double {
        (main.distance(to: other.main) + second.distance(to: other.second)) / 2
    }
}

// MARK: As others see it

extension Listing {
    /// - Parameter stock: pieces by SKU.
    func product(stock: [String: Int]) -> Product {
        Product(
            id: id, name: name, category: category, summary: summary, description: description, highlights: highlights,
            specifications: specifications, introduced: introduced, uses: uses,
            variants: articles.map { article in
                Variant(
                    sku: article.sku, colourway: article.colourway, size: article.size, price: .euro(article.price),
                    stock: stock[article.sku.text] ?? 0, picture: article.picture)
            })
    }

    /// - Parameter article: the one that stands for it.
    func summary(showing article: Article, isInStock: Bool) -> ProductSummary {
        var seen: Set<String> = []
        return ProductSummary(
            id: id, name: name, category: category, summary: summary, skill: specifications.skill,
            windMinimum: specifications.windMinimum, windMaximum: specifications.windMaximum,
            priceFrom: .euro(lowestPrice), hasSeveralPrices: lowestPrice != highestPrice, isInStock: isInStock,
            introduced: introduced, sku: article.sku, picture: article.picture,
            colourways: articles.map(\.colourway).filter { seen.insert($0.id).inserted })
    }
}
