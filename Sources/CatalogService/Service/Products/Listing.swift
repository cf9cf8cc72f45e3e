import CatalogAPI
import Vocabulary

/// A product as it is kept in memory: everything but its stock. A class, because every question walks over all of them.
final class Listing: Sendable {
    let id: ProductID
    let name: String
    let category: CategoryReference
    let summary: String
    let description: String
    let highlights: [String]
    let specifications: Specifications
    let introduced: String
    let uses: Set<String>
    let usesInOrder: [String]
    let shape: String
    /// In the catalogue's order; never empty.
    let articles: [Article]
    let lowestPrice: Int
    let highestPrice: Int

    /// Nil if the row is not as an import writes it.
    init?(_ record: ProductRecord, in category: CategoryReference, _ articles: [Article]) {
        guard let id = ProductID(record.id), let skill = Skill(rawValue: record.skill), !articles.isEmpty else {
            return nil
        }
        self.id = id
        name = record.name
        self.category = category
        summary = record.summary
        description = record.description
        highlights = record.highlights
        specifications = Specifications(
            windMinimum: record.windMinimum, windMaximum: record.windMaximum, skill: skill, wingspan: record.wingspan,
            weight: record.weight, line: record.line, material: record.material)
        introduced = record.introduced
        uses = Set(record.uses)
        usesInOrder = record.uses
        shape = record.shape
        self.articles = articles
        lowestPrice = articles.map(\.price).min() ?? 0
        highestPrice = articles.map(\.price).max() ?? 0
    }

    func isInStock(without soldOut: Set<String>) -> Bool { articles.contains { !soldOut.contains($0.sku.text) } }

    /// Whether it flies in a wind of so many km/h; what has no wind range does not fly.
    func flies(in wind: Int) -> Bool {
        guard let minimum = specifications.windMinimum, let maximum = specifications.windMaximum else { return false }
        return (minimum...maximum).contains(wind)
    }
}

/// A variant as it is kept in memory: everything but its stock.
final class Article: Sendable {
    let sku: SKU
    let size: String
    let price: Int
    let picture: String
    let colours: ArticleColours

    /// Nil if the row is not as an import writes it.
    init?(_ record: VariantRecord, in colours: ArticleColours, picture: String) {
        guard let sku = SKU(record.sku) else { return nil }
        self.sku = sku
        self.colours = colours
        size = record.size
        price = record.price
        self.picture = picture
    }

    var colourway: Colourway { colours.colourway }
}

/// A colourway as people see it and ask for it.
final class ArticleColours: Sendable {
    let colourway: Colourway
    let main: Shade
    let second: Shade
    let families: Set<ColourFamily>
    /// The words that it is looked for by, folded.
    let words: Set<String>

    /// Nil if the row is not as an import writes it.
    init?(_ record: ColourwayRecord, words: Set<String>) {
        guard record.colours.count == 4, let main = Shade(hex: record.colours[0]),
            let second = Shade(hex: record.colours[1])
        else { return nil }
        colourway = Colourway(id: record.id, name: record.name, colours: record.colours)
        self.main = main
        self.second = second
        families = ColourFamily.families(main: main, second: second)
        self.words = words
    }

    /// Mean distance of the main and second colours: 0 for the same, about 1 for black to white.
    func distance(to other: ArticleColours) -> Double {
        (main.distance(to: other.main) + second.distance(to: other.second)) / 2
    }
}

// MARK: As others see it

extension Listing {
    /// - Parameter stock: pieces by SKU.
    func product(stock: [String: Int]) -> Product {
        Product(
            id: id, name: name, category: category, summary: summary, description: description, highlights: highlights,
            specifications: specifications, introduced: introduced, uses: usesInOrder,
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
