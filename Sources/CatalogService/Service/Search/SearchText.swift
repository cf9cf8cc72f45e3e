/// What of a product can be found, in three weights.
struct SearchText: Equatable {
    var product: String
    var name: String
    /// Where it stands and what it is for: category, uses, shape, skill, colours.
    var shelf: String
    var body: String

    /// Of all products of a catalogue.
    static func all(of document: CatalogueDocument) -> [SearchText] {
        let categories = document.categories.byKey
        let colourways = document.colourways.byKey
        let variants = Dictionary(grouping: document.variants, by: \.product)
        return document.products.map { product in
            let articles = variants[product.id] ?? []
            let colours = articles.compactMap { colourways[$0.colourway] }.flatMap(Self.words)
            let category = categories[product.category]?.name ?? ""
            let shelf = [category, product.shape, product.skill] + product.uses + colours
            return SearchText(
                product: product.id, name: product.name, shelf: Self.once(shelf).joined(separator: " "),
                body: Self.once(
                    [product.summary, product.description, product.material, product.line] + product.highlights
                        + articles.map(\.size) + articles.map(\.sku)
                ).joined(separator: " "))
        }
    }

    /// The words that name a colourway: its own, and its families'.
    static func words(_ colourway: ColourwayRecord) -> [String] {
        guard colourway.colours.count > 1, let main = Shade(hex: colourway.colours[0]),
            let second = Shade(hex: colourway.colours[1])
        else { return [colourway.name] }
        return [colourway.name]
            + ColourFamily.families(main: main, second: second).map(\.rawValue).sorted()
    }

    private static func once(_ words: [String]) -> [String] {
        var seen: Set<String> = []
        return words.filter { seen.insert($0).inserted }
    }
}
