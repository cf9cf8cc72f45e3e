/// Why a cart could not be changed or ordered as it was asked for; as a word it travels in the cart's address.
enum CartNotice: String, CaseIterable {
    case priceChanged = "price-changed"
    case outOfStock = "out-of-stock"
    case alreadyOrdered = "already-ordered"
    case badQuantity = "bad-quantity"
    case refused
    case unavailable

    var text: String {
        switch self {
        case .priceChanged: "A price has changed since you put this in the cart. Please look at it before you order."
        case .outOfStock: "Something is no longer there in the number you want. Nothing was ordered."
        case .alreadyOrdered: "An order of this cart was taken just before. Please check what is still in it."
        case .badQuantity: "The quantity must be a whole number from 1 to 99, together with what is in the cart."
        case .refused: "This article does not fit into the cart: the cart is full, or it is no longer sold."
        case .unavailable: "The cart did not answer in time. Please look at it before you try again."
        }
    }
}
