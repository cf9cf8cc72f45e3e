import CatalogAPI
import GRDB
import Vocabulary

extension Assortment {
    static func load(generation: Int, from database: Database) throws -> Assortment {
        let pictures = try PictureBook.paths(in: database)
        let products = try ProductRecord.order(sql: "id").fetchAll(database)
        let categories = try CategoryRecord.order(sql: "position").fetchAll(database)
        let names = Dictionary(categories.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let counts = Dictionary(grouping: products, by: \.category).mapValues(\.count)
        let articles = try Self.articles(from: database, pictures)
        return Assortment(
            generation: generation,
            categories: categories.map { $0.category(count: counts[$0.id] ?? 0, pictures) },
            stores: try StoreRecord.order(sql: "position").fetchAll(database).map { $0.store(pictures) },
            scenes: Self.scenes(pictures),
            listings: products.compactMap { product in
                let category = CategoryReference(id: product.category, name: names[product.category] ?? "")
                return Listing(product, in: category, articles[product.id] ?? [])
            },
            vocabulary: try SearchVocabulary.load(from: database))
    }

    /// By product, in the catalogue's order.
    private static func articles(from database: Database, _ pictures: [String: String]) throws -> [String: [Article]] {
        var colours: [String: ArticleColours] = [:]
        for record in try ColourwayRecord.fetchAll(database) {
            let words = try SearchIndex.words(of: SearchText.words(record).joined(separator: " "), in: database)
            colours[record.id] = ArticleColours(record, words: Set(words))
        }
        var articles: [String: [Article]] = [:]
        for record in try VariantRecord.order(sql: "product, position").fetchAll(database) {
            guard let colours = colours[record.colourway],
                let article = Article(record, in: colours, picture: pictures[record.sku] ?? "")
            else { continue }
            articles[record.product, default: []].append(article)
        }
        return articles
    }

    private static func scenes(_ pictures: [String: String]) -> [String: String] {
        var scenes: [String: String] = [:]
        for name in ["home", "not-found", "empty-cart"] { scenes[name] = pictures[PictureDesign.sceneName(name)] }
        return scenes
    }
}

extension CategoryRecord {
    fileprivate func category(count: Int, _ pictures: [String: String]) -> Category {
        Category(
            id: id, name: name, tagline: tagline, summary: summary,
            scene: pictures[PictureDesign.sceneName(scene)] ?? "", productCount: count)
    }
}

extension StoreRecord {
    fileprivate func store(_ pictures: [String: String]) -> Store {
        Store(
            id: id, name: name, street: street, postalCode: postalCode, city: city, country: country, summary: summary,
            hours: hours, scene: pictures[PictureDesign.sceneName(scene)] ?? "")
    }
}
