import OrderAPI
import Wire

/// Why there is no order.
enum PlacementError: Error {
    case invalid([Problem.FieldError])
    case keyReused
    case emptyCart
    case priceChanged([Problem.FieldError])
    case outOfStock([Problem.FieldError])
    /// The cart changed again and again while it was being priced.
    case cartUnsteady
}

extension Problem {
    init(_ error: PlacementError) {
        switch error {
        case .invalid(let mistakes):
            self = .invalid(mistakes)
        case .keyReused:
            self = Problem(
                .unprocessableContent, type: OrderProblem.keyReused, title: "Idempotency key reused",
                detail: "Another request was sent under this Idempotency-Key. Take a new key for a new order.",
                errors: [.init(field: "Idempotency-Key", detail: "was used for another request")])
        case .emptyCart:
            self = Problem(
                .conflict, type: OrderProblem.emptyCart, title: "Empty cart", detail: "Nothing is in the cart.")
        case .priceChanged(let lines):
            self = Problem(
                .conflict, type: OrderProblem.priceChanged, title: "Price changed",
                detail: "A price is not the one that was agreed to. Show the cart and set the lines again to accept.",
                errors: lines)
        case .outOfStock(let lines):
            self = Problem(
                .conflict, type: OrderProblem.outOfStock, title: "Out of stock",
                detail: "Something is not there in that quantity; nothing was ordered.", errors: lines)
        case .cartUnsteady:
            self = Problem(
                .serviceUnavailable, type: "/problems/cart-unsteady", title: "Cart keeps changing",
                detail: "The cart changed while it was being ordered; nothing was ordered. Try again.")
        }
    }
}
