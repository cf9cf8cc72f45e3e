import CatalogAPI

/// A product in a list, as `product-card.mustache` shows it.
struct ProductCard: Sendable {
    let path: String
    let name: [TextRun]
    let picture: String
    /// Whether the picture is likely to be seen at once.
    let isEager: Bool
    let price: String
    let hasSeveralPrices: Bool
    let hint: String?
    /// The summary with what was searched for marked; only in search results.
    let summary: [TextRun]
    let hasSummary: Bool
    let swatches: [Swatch]
    /// How many colourways are not shown: `+2`.
    let moreSwatches: String?
    /// `3 colours`, for who cannot see the samples.
    let colours: String
    let isSoldOut: Bool

    static let maximumSwatches = 4

    /// - Parameter highlight: marks what was searched for; nil in a list that is no search.
    init(_ product: ProductSummary, isEager: Bool = false, highlight: Highlight? = nil) {
        path = ShopPath.product(product.id, sku: product.sku)
        name = highlight?.runs(of: product.name) ?? [TextRun(text: product.name, isHit: false)]
        summary = highlight?.runs(of: product.summary) ?? []
        hasSummary = !summary.isEmpty
        picture = product.picture
        self.isEager = isEager
        price = product.priceFrom.description
        hasSeveralPrices = product.hasSeveralPrices
        hint = Wording.hint(skill: product.skill, wind: (product.windMinimum, product.windMaximum))
        swatches = product.colourways.prefix(Self.maximumSwatches).map(Swatch.init)
        let rest = product.colourways.count - Self.maximumSwatches
        moreSwatches = rest > 0 ? "+\(rest)" : nil
        colours = Wording.count(product.colourways.count, "colour", "colours")
        isSoldOut = !product.isInStock
    }

    /// The cards of a list whose first row is likely to be seen at once.
    static func list(_ products: [ProductSummary], eager: Int = 0, highlight: Highlight? = nil) -> [ProductCard] {
        products.enumerated().map { ProductCard($1, isEager: $0 < eager, highlight: highlight) }
    }
}
