import OrderAPI
import Vocabulary
import Wire

/// Why a cart stays as it is.
package enum CartError: Error, Hashable {
    case unknownArticle(SKU)
    /// There are `present` already; together they would be more than 99.
    case tooManyPieces(present: Int)
    case tooManyLines
}

extension Problem {
    init(_ error: CartError) {
        switch error {
        case .unknownArticle(let sku):
            self = .invalid("sku", "names no article of the catalogue: \(sku)")
        case .tooManyPieces(let present):
            self = .invalid(
                "quantity",
                "would be more than \(Quantity.range.upperBound) together with the \(present) in the cart")
        case .tooManyLines:
            self = .invalid("sku", "does not fit: the cart holds \(CartTable.lineLimit) different articles already")
        }
    }
}
