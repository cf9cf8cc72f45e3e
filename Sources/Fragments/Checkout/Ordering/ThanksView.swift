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
        switch order.state {
        case .received:
            heading = "Thank you"
            state =
                isPickup
                ? "We have your order and have put it aside for you. Bring its number when you pick it up."
                : "We have your order and have put it aside for you. Next, it is packed and sent."
        case .pending:
            heading = "Nearly there"
            state = "We are confirming your order. Nothing more is needed from you; look here again in a minute."
        case .rejected:
            heading = "This did not work"
            state = "Something sold out while we took your order. Nothing was charged, and nothing will be sent."
        }
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
