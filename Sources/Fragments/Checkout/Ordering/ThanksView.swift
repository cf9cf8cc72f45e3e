import CatalogAPI
import OrderAPI

/// What `thanks.mustache` shows.
struct ThanksView {
    struct Line {
        let name: String
        let variant: String
        let picture: String
        /// Nil for one piece.
        let quantity: Int?
        let total: String
    }

    let heading: String
    let state: String
    let isRejected: Bool
    let number: String
    let email: String
    let destination: Destination
    let lines: [Line]
    let totals: TotalsView

    init(_ order: Order, store: Store?) {
        let isPickup = if case .pickup = order.fulfilment { true } else { false }
        (heading, state) = Self.words(order, isPickup: isPickup)
        isRejected = order.state == .rejected
        number = order.number
        email = order.email
        destination = Destination(order, store: store)
        lines = order.lines.map { line in
            Line(
                name: line.name, variant: ArticleText.variant(colourway: line.colourway, size: line.size),
                picture: line.picture, quantity: line.quantity.count == 1 ? nil : line.quantity.count,
                total: line.lineTotal.description)
        }
        totals = TotalsView(order.totals, way: isPickup ? "Pick-up" : "Delivery")
    }

    /// What is said of an order's state.
    private static func words(_ order: Order, isPickup: Bool) -> (heading: String, state: String) {
        switch order.state {
        case .placed, .reserved:
            return (
                "Nearly there",
                "We are confirming your order. Nothing more is needed from you; look here again in a minute."
            )
        case .confirmed:
            let next = isPickup ? "Bring its number when you pick it up." : "Next, it is packed and sent."
            return ("Thank you", "We have your order and have put it aside for you. \(next)")
        case .shipped:
            return (
                "Thank you", isPickup ? "Your order is on its way to the store." : "Your order is on its way to you."
            )
        case .delivered:
            return ("Thank you", isPickup ? "Your order is in the store." : "Your order has been delivered.")
        case .rejected: return ("This did not work", Self.reason(order.rejection))
        }
    }

    private static func reason(_ rejection: Order.Rejection?) -> String {
        switch rejection {
        case .outOfStock, nil:
            "Something sold out while we took your order. Nothing was charged, and your cart is back."
        case .paymentDeclined: "The payment was declined. Nothing was charged, and your cart is back."
        case .cancelled: "You have cancelled this order. Nothing was charged, and your cart is back."
        case .timedOut: "We could not confirm your order in time. Nothing was charged, and your cart is back."
        }
    }

    /// Where an order goes.
    struct Destination {
        let heading: String
        let lines: [String]
        let hours: String?

        init(_ order: Order, store: Store?) {
            switch order.fulfilment {
            case .delivery(let address):
                heading = "Delivered to"
                lines = [order.name, address.street, "\(address.postalCode) \(address.city)"]
                hours = nil
            case .pickup(let id):
                heading = "To be picked up by \(order.name)"
                lines =
                    store.map { [$0.name, $0.street, "\($0.postalCode) \($0.city)", $0.country] } ?? ["Our store \(id)"]
                hours = store.map { $0.hours.joined(separator: " · ") }
            }
        }
    }
}
