/// What order-service's database says.
package struct OrderBooks: Sendable, Equatable {
    package var orders: [OrderEntry] = []
    /// The bank's book, by the order's number.
    package var bank: [String: BankEntry] = [:]
    package var events = EventBooks()

    package init() {}
}

/// An order with all that this database has about it.
package struct OrderEntry: Sendable, Equatable {
    /// How far it has come: placed, reserved, confirmed, shipped, delivered or rejected.
    package struct Saga: Sendable, Equatable {
        package var state: String
        package var reason: String?
        /// Milliseconds since 1970; nil at an end.
        package var deadline: Int?

        package init(_ state: String, reason: String? = nil, deadline: Int? = nil) {
            self.state = state
            self.reason = reason
            self.deadline = deadline
        }
    }

    package struct Moment: Sendable, Equatable {
        /// Milliseconds since 1970.
        package var at: Int
        package var what: String

        package init(at: Int, _ what: String) {
            self.at = at
            self.what = what
        }
    }

    package struct Payment: Sendable, Equatable {
        package var state: String
        /// Minor units.
        package var amount: Int
        package var token: String

        package init(_ state: String, amount: Int, token: String) {
            self.state = state
            self.amount = amount
            self.token = token
        }
    }

    package struct Parcel: Sendable, Equatable {
        package var number: String
        package var collectedAt: Int?
        package var deliveredAt: Int?

        package init(_ number: String, collectedAt: Int? = nil, deliveredAt: Int? = nil) {
            self.number = number
            self.collectedAt = collectedAt
            self.deliveredAt = deliveredAt
        }
    }

    package var number: String
    package var cart: String
    /// The word of the release before: pending, received or rejected.
    package var formerState: String
    /// Minor units.
    package var total: Int
    package var currency: String
    /// Pieces by SKU.
    package var lines: [String: Int]
    package var saga: Saga?
    package var timeline: [Moment] = []
    package var payment: Payment?
    package var parcel: Parcel?

    package init(
        number: String, cart: String = "", formerState: String, total: Int, currency: String = "EUR",
        lines: [String: Int]
    ) {
        self.number = number
        self.cart = cart
        self.formerState = formerState
        self.total = total
        self.currency = currency
        self.lines = lines
    }

    package func has(_ what: String) -> Bool { timeline.contains { $0.what == what } }

    /// Written by the release that knew no saga, and ended by it: how, it did not write down.
    var wasEndedByTheReleaseBefore: Bool {
        let causes = ["stock-reserved", "stock-refused", "payment-declined", "cancelled", "timed-out"]
        return (has("rejected") || has("confirmed")) && !causes.contains(where: has)
    }
}

/// What the bank has about an order.
package struct BankEntry: Sendable, Equatable {
    package var state: String
    /// Minor units; nil of an order that was called off before the bank heard of it.
    package var amount: Int?

    package init(_ state: String, amount: Int?) {
        self.state = state
        self.amount = amount
    }
}
