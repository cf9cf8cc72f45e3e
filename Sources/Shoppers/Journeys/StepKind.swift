/// The kinds of steps that a shopper takes, as the report counts them.
package enum StepKind: String, Codable, Sendable, CaseIterable, CodingKeyRepresentable {
    case home, category, filter, search, product, variant, addToCart, cart, changeQuantity, removeFromCart, checkout
    case placeOrder, placeOrderAgain, readOrder

    package var name: String {
        switch self {
        case .addToCart: "add to cart"
        case .changeQuantity: "change quantity"
        case .removeFromCart: "remove from cart"
        case .placeOrder: "place order"
        case .placeOrderAgain: "place it again"
        case .readOrder: "look at order"
        default: rawValue
        }
    }

    /// The path of the page that it ends on; below it, if it ends with a slash.
    package var place: String {
        switch self {
        case .home: "/"
        case .category, .filter: "/products"
        case .search: "/search"
        case .product, .variant: "/product/"
        case .addToCart, .cart, .changeQuantity, .removeFromCart: "/checkout/cart"
        case .checkout: "/checkout/checkout"
        case .placeOrder, .placeOrderAgain, .readOrder: "/checkout/thanks"
        }
    }

    /// Without these the page is of no use to a shopper. What else a page contains may be missing, and is counted.
    package var requiredFragments: [String] {
        switch self {
        case .home: ["explore.home"]
        case .category, .filter: ["explore.category"]
        case .search: ["explore.search"]
        case .product, .variant: ["decide.product", "checkout.add-to-cart"]
        case .addToCart, .cart, .changeQuantity, .removeFromCart: ["checkout.cart"]
        case .checkout: ["checkout.checkout"]
        case .placeOrder, .placeOrderAgain, .readOrder: ["checkout.thanks"]
        }
    }
}
