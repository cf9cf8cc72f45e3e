import Wire

/// An order that a shopper was thanked for.
struct PlacedOrder: Sendable, Hashable {
    let number: String
    /// Its page, with its secret.
    let target: String

    /// Nil if it is not an order's page.
    init?(_ target: String) {
        let parts = target.split(separator: "?", maxSplits: 1)
        guard parts.count == 2, parts[0] == "/checkout/thanks", let number = Query(parts[1])["order"] else {
            return nil
        }
        self.number = number
        self.target = target
    }

    enum State: Sendable, Hashable {
        case confirmed, pending, rejected
        case unreadable(String)
    }

    /// What its page says.
    static func state(_ page: PageFacts) -> State {
        switch page.heading {
        case "Thank you": .confirmed
        case "Nearly there": .pending
        case "This did not work", "Cancelled": .rejected
        default: .unreadable(page.heading)
        }
    }
}
