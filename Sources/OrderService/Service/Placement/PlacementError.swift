import OrderAPI
import Wire

/// Why there is no order.
enum PlacementError: Error {
    case invalid([Problem.FieldError])
    case keyReused
    case emptyCart
    case priceChanged([Problem.FieldError])
    case outOfStock([Problem.FieldError])
    case paymentDeclined
    /// Another order of the same cart came through meanwhile.
    case alreadyOrdered
    /// The order is written down; whether it comes through is not known yet.
    case pending
    /// The cart changed again and again while it was being priced.
    case cartUnsteady
}

extension Problem {
    init(_ error: PlacementError) {
        switch error {
        case .invalid(let mistakes):
            self = Problem(
                .unprocessableContent, type: "/problems/invalid-input", title: "Invalid input",
                detail: mistakes.map { "\($0.field) \($0.detail)" }.joined(separator: "; "), errors: mistakes)
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
        case .paymentDeclined:
            self = Problem(
                .init(code: 402, reasonPhrase: "Payment Required"), type: OrderProblem.paymentDeclined,
                title: "Payment declined", detail: "The card was declined; nothing was ordered.",
                errors: [.init(field: "paymentToken", detail: "was declined")])
        case .alreadyOrdered:
            self = Problem(
                .conflict, type: OrderProblem.alreadyOrdered, title: "Already ordered",
                detail: "An earlier order of this cart was received just now. Show the cart.")
        case .pending:
            self = Problem(
                .serviceUnavailable, type: OrderProblem.pending, title: "Order pending",
                detail: "The order is written down but not confirmed yet. Ask again under the same Idempotency-Key.")
        case .cartUnsteady:
            self = Problem(
                .serviceUnavailable, type: "/problems/cart-unsteady", title: "Cart keeps changing",
                detail: "The cart changed while it was being ordered; nothing was ordered. Try again.")
        }
    }
}
