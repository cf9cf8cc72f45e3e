extension Order {
    /// How far an order has come.
    package enum State: String, Sendable, Hashable, Codable, CaseIterable {
        /// Written down; its pieces are asked for.
        case placed
        /// Its pieces are put aside; the payment is asked for.
        case reserved
        /// Paid; it will be sent.
        case confirmed
        /// The carrier has it.
        case shipped
        case delivered
        /// It came to nothing: nothing is charged, nothing will be sent.
        case rejected

        /// Reads the words of the release before as well.
        package init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            let word = try container.decode(String.self)
            let formerly: [String: State] = ["pending": .placed, "received": .confirmed]
            guard let state = State(rawValue: word) ?? formerly[word] else {
                throw DecodingError.dataCorruptedError(
                    in: container, debugDescription: "must be the state of an order")
            }
            self = state
        }
    }

    /// Why an order came to nothing.
    package enum Rejection: String, Sendable, Hashable, Codable, CaseIterable {
        case outOfStock = "out-of-stock"
        case paymentDeclined = "payment-declined"
        /// By its buyer.
        case cancelled
        /// Somebody did not answer in time.
        case timedOut = "timed-out"
    }

    /// One thing that happened to an order.
    package struct Moment: Sendable, Hashable, Codable {
        /// RFC 3339, UTC.
        package var at: String
        package var what: Happening

        package init(at: String, what: Happening) {
            self.at = at
            self.what = what
        }
    }

    /// A kind of thing that happens to an order. There may be more kinds than a reader knows.
    package struct Happening: RawRepresentable, Sendable, Hashable, Codable {
        package let rawValue: String

        package init(rawValue: String) {
            self.rawValue = rawValue
        }

        package static let placed = Happening(rawValue: "placed")
        package static let stockReserved = Happening(rawValue: "stock-reserved")
        package static let stockRefused = Happening(rawValue: "stock-refused")
        package static let stockReleased = Happening(rawValue: "stock-released")
        package static let paymentAuthorised = Happening(rawValue: "payment-authorised")
        package static let paymentDeclined = Happening(rawValue: "payment-declined")
        package static let paymentCaptured = Happening(rawValue: "payment-captured")
        package static let paymentVoided = Happening(rawValue: "payment-voided")
        package static let confirmed = Happening(rawValue: "confirmed")
        package static let shipped = Happening(rawValue: "shipped")
        package static let delivered = Happening(rawValue: "delivered")
        package static let cancelled = Happening(rawValue: "cancelled")
        package static let timedOut = Happening(rawValue: "timed-out")
        package static let rejected = Happening(rawValue: "rejected")
        package static let cartRestored = Happening(rawValue: "cart-restored")
    }
}
