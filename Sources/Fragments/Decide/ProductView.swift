import CatalogAPI
import Wire

/// What `product.mustache` shows.
struct ProductView {
    struct Crumb {
        let name: String
        let href: String
    }

    /// A colourway or a size to choose, with the variant that choosing it leads to.
    struct Option {
        let name: String
        let href: String
        let focusKey: String
        let swatch: Swatch?
        let isChosen: Bool
        let isSoldOut: Bool
    }

    struct Swatch {
        let first: String
        let second: String
    }

    let id: String
    let sku: String
    let name: String
    let summary: String
    let description: String
    let category: Crumb
    let picture: String
    let pictureText: String
    let colour: String
    let colours: [Option]
    /// Nil where there is one size only.
    let size: String?
    let sizes: [Option]
    let highlights: [String]
    let specifications: [Specification]
    let announcement: String
    let structuredData: String

    init(_ product: Product, _ choice: VariantChoice) throws {
        let chosen = choice.chosen
        let hasSizes = choice.sizes.count > 1
        id = product.id.text
        sku = chosen.sku.text
        name = product.name
        summary = product.summary
        description = product.description
        category = Crumb(
            name: product.category.name, href: "/products/\(PercentEncoding.encode(product.category.id))")
        picture = chosen.picture
        pictureText = "\(product.name) in \(chosen.colourway.name)"
        colour = chosen.colourway.name
        size = hasSizes ? chosen.size : nil
        colours = choice.colourways.compactMap { colourway in
            choice.variant(in: colourway).map { Option(colourway: colourway, $0, of: choice) }
        }
        sizes =
            hasSizes
            ? choice.sizes.compactMap { size in choice.variant(of: size).map { Option(size: $0, of: choice) } } : []
        highlights = product.highlights
        specifications = Specification.list(of: product, size: choice.sizes.count == 1 ? choice.sizes.first : nil)
        announcement =
            "\(chosen.colourway.name)\(hasSizes ? ", \(chosen.size)" : "") chosen\(chosen.isInStock ? "" : ", sold out")"
        structuredData = try StructuredProduct(product).script
    }
}

extension ProductView.Option {
    fileprivate init(colourway: Colourway, _ variant: Variant, of choice: VariantChoice) {
        self.init(
            name: colourway.name, href: ProductAddress.path(of: variant, in: choice.product.id),
            focusKey: "colour-\(colourway.id)", swatch: ProductView.Swatch(colourway),
            isChosen: colourway.id == choice.chosen.colourway.id, isSoldOut: !variant.isInStock)
    }

    fileprivate init(size variant: Variant, of choice: VariantChoice) {
        self.init(
            name: variant.size, href: ProductAddress.path(of: variant, in: choice.product.id),
            focusKey: "size-\(variant.size)", swatch: nil,
            isChosen: variant.size == choice.chosen.size, isSoldOut: !variant.isInStock)
    }
}

extension ProductView.Swatch {
    fileprivate init?(_ colourway: Colourway) {
        guard let first = colourway.colours.first else { return nil }
        self.init(first: first, second: colourway.colours.dropFirst().first ?? first)
    }
}
