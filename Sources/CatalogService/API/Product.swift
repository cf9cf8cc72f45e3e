import Vocabulary

/// Who can fly it.
package enum Skill: String, Sendable, Codable, CaseIterable {
    case beginner, intermediate, advanced
}

/// What a kite is and needs. Accessories have no wind range and no wingspan.
package struct Specifications: Sendable, Hashable, Codable {
    /// The gentlest wind it flies in, km/h.
    package var windMinimum: Int?
    /// The strongest wind it should see, km/h.
    package var windMaximum: Int?
    package var skill: Skill
    /// Centimetres.
    package var wingspan: Int?
    /// Grams.
    package var weight: Int
    package var line: String
    package var material: String

    package init(
        windMinimum: Int?, windMaximum: Int?, skill: Skill, wingspan: Int?, weight: Int, line: String, material: String
    ) {
        self.windMinimum = windMinimum
        self.windMaximum = windMaximum
        self.skill = skill
        self.wingspan = wingspan
        self.weight = weight
        self.line = line
        self.material = material
    }
}

/// A named set of four sailcloth colours.
package struct Colourway: Sendable, Hashable, Codable {
    package var id: String
    package var name: String
    /// Main, second, accent, dark: `#rrggbb` each.
    package var colours: [String]

    package init(id: String, name: String, colours: [String]) {
        self.id = id
        self.name = name
        self.colours = colours
    }
}

/// One article that can be bought.
package struct Variant: Sendable, Hashable, Codable {
    package var sku: SKU
    package var colourway: Colourway
    package var size: String
    package var price: Money
    /// Pieces that can be sold now.
    package var stock: Int
    /// Path of its picture (SVG, 800 × 800), with a hash of its content: it may be kept for ever.
    package var picture: String

    package init(sku: SKU, colourway: Colourway, size: String, price: Money, stock: Int, picture: String) {
        self.sku = sku
        self.colourway = colourway
        self.size = size
        self.price = price
        self.stock = stock
        self.picture = picture
    }
}

/// A product with everything that its page shows.
package struct Product: Sendable, Hashable, Codable {
    package var id: ProductID
    package var name: String
    package var category: CategoryReference
    package var summary: String
    package var description: String
    package var highlights: [String]
    package var specifications: Specifications
    /// When it came into the shop, `YYYY-MM-DD`.
    package var introduced: String
    package var uses: [String]
    /// In the catalogue's order; never empty.
    package var variants: [Variant]

    package init(
        id: ProductID, name: String, category: CategoryReference, summary: String, description: String,
        highlights: [String], specifications: Specifications, introduced: String, uses: [String], variants: [Variant]
    ) {
        self.id = id
        self.name = name
        self.category = category
        self.summary = summary
        self.description = description
        self.highlights = highlights
        self.specifications = specifications
        self.introduced = introduced
        self.uses = uses
        self.variants = variants
    }
}

/// A product as lists show it: one variant stands for it.
package struct ProductSummary: Sendable, Hashable, Codable {
    package var id: ProductID
    package var name: String
    package var category: CategoryReference
    package var summary: String
    package var skill: Skill
    package var windMinimum: Int?
    package var windMaximum: Int?
    /// The lowest price of its variants.
    package var priceFrom: Money
    /// Whether its variants differ in price.
    package var hasSeveralPrices: Bool
    package var isInStock: Bool
    package var introduced: String
    /// The variant that stands for it; in a search or a colour filter the one that fits.
    package var sku: SKU
    package var picture: String
    /// Its colourways, in the catalogue's order, each once.
    package var colourways: [Colourway]

    package init(
        id: ProductID, name: String, category: CategoryReference, summary: String, skill: Skill, windMinimum: Int?,
        windMaximum: Int?, priceFrom: Money, hasSeveralPrices: Bool, isInStock: Bool, introduced: String, sku: SKU,
        picture: String, colourways: [Colourway]
    ) {
        self.id = id
        self.name = name
        self.category = category
        self.summary = summary
        self.skill = skill
        self.windMinimum = windMinimum
        self.windMaximum = windMaximum
        self.priceFrom = priceFrom
        self.hasSeveralPrices = hasSeveralPrices
        self.isInStock = isInStock
        self.introduced = introduced
        self.sku = sku
        self.picture = picture
        self.colourways = colourways
    }
}
