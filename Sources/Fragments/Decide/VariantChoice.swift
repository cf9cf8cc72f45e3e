import CatalogAPI
import Vocabulary

/// Which variant of a product is shown, and which others can be had from there.
struct VariantChoice: Sendable {
    let product: Product
    let chosen: Variant
    /// Whether the visitor asked for just this one.
    let isWanted: Bool
    /// Each colourway once, in the catalogue's order.
    let colourways: [Colourway]
    /// Each size once, in the catalogue's order.
    let sizes: [String]

    /// The wanted variant, else the first in stock, else the first; nil if the product has none.
    init?(of product: Product, wanted: SKU?) {
        let match = wanted.flatMap { sku in product.variants.first { $0.sku == sku } }
        guard let chosen = match ?? product.variants.first(where: \.isInStock) ?? product.variants.first else {
            return nil
        }
        self.product = product
        self.chosen = chosen
        isWanted = match != nil
        colourways = product.variants.map(\.colourway).reduce(into: []) { found, next in
            if !found.contains(where: { $0.id == next.id }) { found.append(next) }
        }
        sizes = product.variants.map(\.size).reduce(into: []) { found, next in
            if !found.contains(next) { found.append(next) }
        }
    }

    /// The variant in another colourway: in the same size if there is one, else one that is in stock.
    func variant(in colourway: Colourway) -> Variant? {
        nearest(in: product.variants.filter { $0.colourway.id == colourway.id }) { $0.size == chosen.size }
    }

    /// The variant in another size: in the same colourway if there is one, else one that is in stock.
    func variant(of size: String) -> Variant? {
        nearest(in: product.variants.filter { $0.size == size }) { $0.colourway.id == chosen.colourway.id }
    }

    private func nearest(in variants: [Variant], _ isSame: (Variant) -> Bool) -> Variant? {
        variants.first(where: isSame) ?? variants.first(where: \.isInStock) ?? variants.first
    }
}

extension Variant {
    var isInStock: Bool { stock > 0 }
}
