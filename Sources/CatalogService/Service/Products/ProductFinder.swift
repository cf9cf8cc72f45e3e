import CatalogAPI
import Vocabulary

/// Answers a product query from an assortment. Choices of one facet are alternatives, facets narrow each other, and
/// each facet counts as if nothing of itself were chosen. Price, colour and stock must fit one and the same variant,
/// which then stands for the product.
struct ProductFinder {
    let assortment: Assortment
    let query: ProductQuery
    /// Nil without a search.
    let matches: SearchMatches?
    let soldOut: Set<String>

    private struct Hit {
        let listing: Listing
        let article: Article
        let isInStock: Bool
    }

    func list() -> ProductList {
        var hits: [Hit] = []
        var counts = FacetCounts()
        for listing in assortment.listings {
            if let matches, matches.ranks[listing.id] == nil { continue }
            if let wind = query.wind, !listing.flies(in: wind) { continue }
            consider(listing, &hits, &counts)
        }
        let sorted = sort(hits)
        let start = min((query.page - 1) * query.pageSize, sorted.count)
        let page = sorted[start..<min(start + query.pageSize, sorted.count)]
        return ProductList(
            products: page.map { $0.listing.summary(showing: $0.article, isInStock: $0.isInStock) },
            total: sorted.count, page: query.page, pageSize: query.pageSize,
            facets: counts.facets(of: assortment, query), correctedText: matches?.correctedText)
    }

    private func consider(_ listing: Listing, _ hits: inout [Hit], _ counts: inout FacetCounts) {
        let isOfCategory = query.category == nil || query.category == listing.category.id
        let isOfSkill = query.skills.isEmpty || query.skills.contains(listing.specifications.skill)
        let available = listing.articles.filter { !query.onlyInStock || !soldOut.contains($0.sku.text) }
        let coloured = available.filter(hasColour)
        let fitting = coloured.filter(hasPrice)
        if !fitting.isEmpty, isOfSkill { counts.categories[listing.category.id, default: 0] += 1 }
        if !fitting.isEmpty, isOfCategory { counts.skills[listing.specifications.skill, default: 0] += 1 }
        guard isOfCategory, isOfSkill else { return }
        let families = available.filter(hasPrice).reduce(into: Set<ColourFamily>()) {
            $0.formUnion($1.colours.families)
        }
        for family in families { counts.colours[family, default: 0] += 1 }
        for article in coloured { counts.include(price: article.price) }
        guard let article = best(of: fitting) else { return }
        hits.append(Hit(listing: listing, article: article, isInStock: listing.isInStock(without: soldOut)))
    }

    private func hasColour(_ article: Article) -> Bool {
        query.colours.isEmpty || article.colours.families.contains { query.colours.contains($0.rawValue) }
    }

    private func hasPrice(_ article: Article) -> Bool {
        article.price >= query.minimumPrice ?? 0 && article.price <= query.maximumPrice ?? .max
    }

    /// The one whose colours were asked for in words, then one that is there, then the first.
    private func best(of articles: [Article]) -> Article? {
        let words = matches?.words ?? []
        func score(_ article: Article) -> Int {
            article.colours.words.intersection(words).count * 2 + (soldOut.contains(article.sku.text) ? 0 : 1)
        }
        return articles.reduce(nil) { best, article in
            guard let best, score(best) >= score(article) else { return article }
            return best
        }
    }

    // MARK: Order

    /// Hits come in featured order, and sorting keeps it among equals.
    private func sort(_ hits: [Hit]) -> [Hit] {
        switch query.order {
        case .featured:
            guard let ranks = matches?.ranks else { return hits.filter(\.isInStock) + hits.filter { !$0.isInStock } }
            return stable(hits) { ranks[$0.listing.id] ?? .max }
        case .newest: return stable(hits) { Reversed($0.listing.introduced) }
        case .priceAscending: return stable(hits) { $0.listing.lowestPrice }
        case .priceDescending: return stable(hits) { -$0.listing.lowestPrice }
        case .name: return stable(hits) { $0.listing.name.lowercased() }
        }
    }

    private func stable(_ hits: [Hit], by key: (Hit) -> some Comparable) -> [Hit] {
        let keyed = hits.enumerated().map { (index: $0, key: key($1), hit: $1) }
        return keyed.sorted { $0.key != $1.key ? $0.key < $1.key : $0.index < $1.index }.map(\.hit)
    }

    private struct Reversed: Comparable {
        let text: String
        init(_ text: String) { self.text = text }
        static func < (left: Reversed, right: Reversed) -> Bool { left.text > right.text }
    }
}

/// How many products each choice would leave.
struct FacetCounts {
    var categories: [String: Int] = [:]
    var skills: [Skill: Int] = [:]
    var colours: [ColourFamily: Int] = [:]
    private var prices: ClosedRange<Int>?

    mutating func include(price: Int) {
        prices = min(prices?.lowerBound ?? price, price)...max(prices?.upperBound ?? price, price)
    }

    /// Choices that would leave something, and those that are chosen, in a fixed order.
    func facets(of assortment: Assortment, _ query: ProductQuery) -> Facets {
        Facets(
            categories: assortment.categories.compactMap { category in
                choice(category.id, category.name, categories[category.id], isChosen: query.category == category.id)
            },
            skills: Skill.allCases.compactMap { skill in
                let name = skill.rawValue.prefix(1).uppercased() + skill.rawValue.dropFirst()
                return choice(skill.rawValue, name, skills[skill], isChosen: query.skills.contains(skill))
            },
            colours: ColourFamily.allCases.compactMap { family in
                choice(
                    family.rawValue, family.name, colours[family], isChosen: query.colours.contains(family.rawValue))
            },
            minimumPrice: prices?.lowerBound, maximumPrice: prices?.upperBound)
    }

    private func choice(_ id: String, _ name: String, _ count: Int?, isChosen: Bool) -> Facets.Choice? {
        guard count != nil || isChosen else { return nil }
        return Facets.Choice(id: id, name: name, count: count ?? 0)
    }
}
