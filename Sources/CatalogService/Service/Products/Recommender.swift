import CatalogAPI
import Vocabulary

/// Chooses what else somebody might like. Always the same answer for the same question and stock.
struct Recommender {
    let assortment: Assortment
    let soldOut: Set<String>
    /// Pieces that orders have taken, by product.
    let liked: [String: Int]
    /// Products that must not be in the answer.
    var excluded: Set<ProductID>

    private struct Candidate {
        let listing: Listing
        let article: Article
        let isInStock: Bool
        var score: Double
    }

    /// - Parameter skus: what is shown or in the cart; unknown ones are passed over.
    func recommend(near skus: [SKU], limit: Int) -> [ProductSummary] {
        let shown = skus.compactMap { assortment[$0] }
        let away = excluded.union(skus.compactMap(\.product))
        let candidates = assortment.listings.filter { !away.contains($0.id) }
            .compactMap { candidate($0, near: shown) }
        let varied = choose(limit, of: candidates, penalty: shown.isEmpty ? 10 : 0.12)
        return varied.map { $0.listing.summary(showing: $0.article, isInStock: $0.isInStock) }
    }

    private func candidate(_ listing: Listing, near shown: [(listing: Listing, article: Article)]) -> Candidate? {
        let available = listing.articles.filter { !soldOut.contains($0.sku.text) }
        let articles = available.isEmpty ? listing.articles : available
        guard var best = articles.first else { return nil }
        var score = shown.isEmpty ? appeal(of: listing) : -1
        for (other, reference) in shown {
            let use = Self.nearnessOfUse(listing, other)
            for article in articles {
                let colour = max(0, 1 - article.colours.distance(to: reference.colours) / 0.4)
                let nearness = 0.5 * colour + 0.5 * use
                if nearness > score { (score, best) = (nearness, article) }
            }
        }
        return Candidate(listing: listing, article: best, isInStock: !available.isEmpty, score: score)
    }

    /// 0 to 1: uses in common, the same category, the same skill.
    private static func nearnessOfUse(_ one: Listing, _ other: Listing) -> Double {
        let common = one.uses.count { other.uses.contains($0) }
        let shared = Double(common) / Double(max(one.uses.count + other.uses.count - common, 1))
        return 0.6 * shared + (one.category.id == other.category.id ? 0.25 : 0)
            + (one.specifications.skill == other.specifications.skill ? 0.15 : 0)
    }

    /// For nobody in particular: how much it was bought, and how new it is, 0 to 1 each.
    private func appeal(of listing: Listing) -> Double {
        let most = Double(liked.values.max() ?? 0)
        let bought = most > 0 ? Double(liked[listing.id.text] ?? 0) / most : 0
        return bought + (assortment.newness[listing.id] ?? 0)
    }

    /// One after the other: what is in stock before what is not, then the best score, where each one chosen makes
    /// others of its category less welcome by `penalty`.
    private func choose(_ limit: Int, of candidates: [Candidate], penalty: Double) -> [Candidate] {
        var left = candidates
        var chosen: [Candidate] = []
        var categories: [String: Int] = [:]
        while chosen.count < limit, !left.isEmpty {
            func worth(_ candidate: Candidate) -> Double {
                let others = Double(categories[candidate.listing.category.id] ?? 0)
                return candidate.score - penalty * others + (candidate.isInStock ? 1_000 : 0)
            }
            var best = 0
            for index in left.indices where worth(left[index]) > worth(left[best]) { best = index }
            let choice = left.remove(at: best)
            categories[choice.listing.category.id, default: 0] += 1
            chosen.append(choice)
        }
        return chosen
    }
}
