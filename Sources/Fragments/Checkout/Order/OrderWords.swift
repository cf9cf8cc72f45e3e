import OrderAPI

/// An order in words: what its page says first, and what is said aloud when it changes.
struct OrderWords {
    let heading: String
    /// One or two sentences.
    let state: String

    init(_ order: Order) {
        switch order.state {
        case .placed:
            heading = "Nearly there"
            state = "We are putting your order aside. Nothing more is needed from you."
        case .reserved:
            heading = "Nearly there"
            state = "Everything is put aside for you; the bank is being asked. Nothing more is needed from you."
        case .confirmed:
            heading = "Thank you"
            let next = order.isPickup ? "Bring its number when you pick it up." : "Next, it is packed and sent."
            state = "We have your order and have put it aside for you. \(next)"
        case .shipped:
            heading = "Thank you"
            state = order.isPickup ? "Your order is on its way to the store." : "Your order is on its way to you."
        case .delivered:
            heading = "Thank you"
            state = order.isPickup ? "Your order is in the store." : "Your order has been delivered."
        case .rejected:
            heading = order.rejection == .cancelled ? "Cancelled" : "This did not work"
            let cart = order.cartIsBack ? "Nothing was charged, and your cart is back." : "Nothing was charged."
            state = "\(Self.reason(order.rejection)) \(cart)"
        }
    }

    private static func reason(_ rejection: Order.Rejection?) -> String {
        switch rejection {
        case .outOfStock, nil: "Something sold out while we took your order."
        case .paymentDeclined: "The payment was declined."
        case .cancelled: "You have cancelled this order."
        case .timedOut: "We could not confirm your order in time."
        }
    }
}

extension Order {
    var isPickup: Bool {
        if case .pickup = fulfilment { true } else { false }
    }

    /// Whether the cart of a rejected order holds its articles again; not if they were put in anew meanwhile.
    var cartIsBack: Bool {
        state == .rejected && (timeline.isEmpty || timeline.contains { $0.what == .cartRestored })
    }

    /// Whether its page will say nothing new any more.
    var isOver: Bool { state == .delivered || state == .rejected }

    /// Whether its buyer may still call it off.
    var isCancellable: Bool { state == .placed || state == .reserved }

    /// Grows with everything that happens to it and that its page shows.
    var version: Int { timeline.count { !Self.unseen.contains($0.what) } }

    private static let unseen: Set<Happening> = [.paymentCaptured, .paymentVoided, .stockReleased]
}
