import CatalogAPI
import FoundationEssentials

/// A product as search engines read it (https://schema.org/Product), with an offer for each variant.
struct StructuredProduct: Encodable {
    struct Offer: Encodable {
        let type = "Offer"
        let sku: String
        let name: String
        let price: String
        let priceCurrency: String
        let availability: String
        let url: String

        enum CodingKeys: String, CodingKey {
            case type = "@type"
            case sku, name, price, priceCurrency, availability, url
        }
    }

    let context = "https://schema.org"
    let type = "Product"
    let productID: String
    let name: String
    let description: String
    let category: String
    let material: String
    let image: [String]
    let url: String
    let offers: [Offer]

    enum CodingKeys: String, CodingKey {
        case context = "@context"
        case type = "@type"
        case productID, name, description, category, material, image, url, offers
    }

    init(_ product: Product) {
        productID = product.id.text
        name = product.name
        description = product.summary
        category = product.category.name
        material = product.specifications.material
        image = product.variants.map(\.picture)
        url = ProductAddress.path(of: product.id)
        offers = product.variants.map { variant in
            Offer(
                sku: variant.sku.text, name: "\(product.name), \(variant.colourway.name), \(variant.size)",
                price: variant.price.decimal, priceCurrency: variant.price.currency,
                availability: "https://schema.org/\(variant.isInStock ? "InStock" : "OutOfStock")",
                url: ProductAddress.path(of: variant, in: product.id))
        }
    }

    /// JSON that may stand in a script element: no `<`, `>` or `&`, so nothing in it can end the element or open a
    /// comment.
    var script: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let escapes: [Character: String] = ["<": "\\u003c", ">": "\\u003e", "&": "\\u0026"]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
                .reduce(into: "") { $0 += escapes[$1] ?? String($1) }
        }
    }
}
