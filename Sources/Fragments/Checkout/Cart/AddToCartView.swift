import CatalogAPI
import Vocabulary
import Wire

/// What `add-to-cart.mustache` shows.
struct AddToCartView {
    struct Message {
        let text: String
        let isGood: Bool
    }

    struct Form {
        let maximum: Int
    }

    /// Where to look instead of something that is sold out.
    struct Alternative {
        let text: String
        let href: String
    }

    let sku: String
    let name: String
    let price: String
    let stock: StockWords
    /// Nil when it is sold out.
    let form: Form?
    let alternative: Alternative?
    let message: Message?

    init(_ product: Product, _ variant: Variant, _ outcome: AddOutcome?) {
        let variantText = ArticleText.variant(colourway: variant.colourway.name, size: variant.size)
        sku = variant.sku.text
        name = "\(product.name), \(variantText)"
        price = variant.price.description
        stock = StockWords(variant.stock)
        form = variant.stock > 0 ? Form(maximum: min(variant.stock, Quantity.range.upperBound)) : nil
        alternative = variant.stock > 0 ? nil : Alternative(for: product)
        message = outcome.map { outcome in
            switch outcome {
            case .added(1): Message(text: "\(product.name), \(variantText), is in your cart.", isGood: true)
            case .added(let count):
                Message(text: "\(count) × \(product.name), \(variantText), are in your cart.", isGood: true)
            case .failed(let notice): Message(text: notice.text, isGood: false)
            }
        }
    }
}

extension AddToCartView.Alternative {
    /// Another variant of the product if one is in stock, else its category.
    fileprivate init(for product: Product) {
        if let other = product.variants.first(where: { $0.stock > 0 }) {
            let variant = ArticleText.variant(colourway: other.colourway.name, size: other.size)
            self.init(
                text: "\(product.name) is in stock in \(variant)", href: "/product/\(product.id)?sku=\(other.sku)")
        } else {
            self.init(
                text: "See what else there is in \(product.category.name)",
                href: "/products/\(PercentEncoding.encode(product.category.id))")
        }
    }
}
