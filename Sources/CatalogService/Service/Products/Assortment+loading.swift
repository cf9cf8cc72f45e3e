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
                product.listing(in: names[product.category] ?? "", articles[product.id] ?? [])
            },
            vocabulary: try SearchVocabulary.load(from: database))
    }

    /// By product, in the catalogue's order.
    private static func articles(from database: Database, _ pictures: [String: String]) throws -> [String: [Article]] {
        var colours: [String: ColourwayRecord] = [:]
        for colourway in try ColourwayRecord.fetchAll(database) { colours[colourway.id] = colourway }
        var articles: [String: [Article]] = [:]
        var words: [String: Set<String>] = [:]
        for variant in try VariantRecord.order(sql: "product, position").fetchAll(database) {
            guard let colourway = colours[variant.colourway] else { continue }
            let known = try words[colourway.id] ?? Self.colourWords(colourway, in: database)
            words[colourway.id] = known
            guard let article = variant.article(in: colourway, words: known, pictures) else { continue }
            articles[variant.product, default: []].append(article)
        }
        return articles
    }

    private static func colourWords(_ colourway: ColourwayRecord, in database: Database) throws -> Set<String> {
        Set(try SearchIndex.words(of: SearchText.words(colourway).joined(separator: " "), in: database))
    }

    private static func scenes(_ pictures: [String: String]) -> [String: String] {
        var scenes: [String: String] = [:]
        for name in ["home", "not-found", "empty-cart"] { scenes[name] = pictures[PictureDesign.sceneName(name)] }
        return scenes
    }
}

extension CategoryRecord {
    fileprivate func category(count: Int, _ pictures: [String: String]) -> CatalogAPI.Category {
        CatalogAPI.Category(
            id: id, name: name, tagline: tagline, summary: summary, scene: pictures[PictureDesign.sceneName(scene)] ?? "",
            productCount: count)
    }
}

extension StoreRecord {
    fileprivate func store(_ pictures: [String: String]) -> Store {
        Store(
            id: id, name: name, street: street, postalCode: postalCode, city: city, country: country, summary: summary,
            hours: hours, scene: pictures[PictureDesign.sceneName(scene)] ?? "")
    }
}

extension ProductRecord {
    /// Nil if the row is not as an import writes it.
    fileprivate func listing(in categoryName: String, _ articles: [Article]) -> Listing? {
        guard let id = ProductID(id), let skill = Skill(rawValue: skill), !articles.isEmpty else { return nil }
        return Listing(
            id: id, name: name, category: CategoryReference(id: category, name: categoryName), summary: summary,
            description: description, highlights: highlights,
            specifications: Specifications(
                windMinimum: windMinimum, windMaximum: windMaximum, skill: skill, wingspan: wingspan, weight: weight,
                line: line, material: material),
            introduced: introduced, uses: uses, shape: shape, articles: articles)
    }
}

extension VariantRecord {
    /// Nil if the row is not as an import writes it.
    fileprivate func article(
        in colourway: ColourwayRecord, words: Set<String>, _ pictures: [String: String]
    ) -> Article? {
        guard let number = SKU(sku), let main = Shade(hex: colourway.colours[0]),
            let second = Shade(hex: colourway.colours[1])
        else { return nil }
        return Article(
            sku: number, colourway: Colourway(id: colourway.id, name: colourway.name, colours: colourway.colours),
            size: size, price: price, picture: pictures[sku] ?? "", main: main, second: second,
            families: ColourFamily.families(main: main, second: second), colourWords: words)
    }
}
