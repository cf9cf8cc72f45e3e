/// How two databases' words about one thing go together.
package enum Agreement: Sendable, Hashable {
    case agrees
    /// They will agree in a moment: somebody has still to hear of it.
    case underWay
    case disagrees
}

/// What goes together: the tables of all pairs. Whatever is not listed does not.
package enum Agreements {
    /// The order's state and the word for it that the release before reads.
    package static func formerState(_ word: String, given saga: String) -> Agreement {
        switch (saga, word) {
        case ("placed", "pending"), ("reserved", "pending"), ("confirmed", "received"), ("shipped", "received"),
            ("delivered", "received"), ("rejected", "rejected"):
            .agrees
        default: .disagrees
        }
    }

    /// The order and its payment, which take their steps together.
    package static func payment(_ payment: String, given saga: String) -> Agreement {
        switch (saga, payment) {
        case ("placed", "awaiting"), ("reserved", "requested"): .underWay
        case ("confirmed", "capturing"), ("shipped", "capturing"), ("delivered", "capturing"): .underWay
        case ("confirmed", "captured"), ("shipped", "captured"), ("delivered", "captured"): .agrees
        case ("rejected", "voiding"): .underWay
        case ("rejected", "voided"), ("rejected", "declined"): .agrees
        default: .disagrees
        }
    }

    /// The payment and the bank's book, which is written in transactions of its own.
    /// - Parameter bank: nil if the bank has not heard of it.
    package static func bank(_ bank: String?, given payment: String) -> Agreement {
        switch (payment, bank) {
        case ("awaiting", nil): .agrees
        case ("requested", nil), ("requested", "authorised"), ("requested", "declined"): .underWay
        case ("declined", "declined"), ("captured", "captured"): .agrees
        case ("capturing", "authorised"), ("capturing", "captured"): .underWay
        case ("voiding", nil), ("voiding", "authorised"), ("voiding", "declined"), ("voiding", "voided"): .underWay
        // Nothing is held: the bank was never asked, had said no, or has given it back.
        case ("voided", nil), ("voided", "declined"), ("voided", "voided"): .agrees
        default: .disagrees
        }
    }

    /// The order and its pieces at catalog-service.
    /// - Parameter reservation: nil if catalog-service has not heard of it.
    package static func reservation(_ reservation: String?, given saga: String) -> Agreement {
        switch (saga, reservation) {
        case ("placed", nil), ("placed", "reserved"), ("placed", "refused"), ("placed", "withdrawn"): .underWay
        case ("reserved", "reserved"), ("reserved", "withdrawn"): .underWay
        case ("confirmed", "reserved"), ("shipped", "reserved"), ("delivered", "reserved"): .underWay
        case ("confirmed", "sold"), ("shipped", "sold"), ("delivered", "sold"): .agrees
        // Taken at once, for the release before, and kept.
        case ("confirmed", "withdrawn"), ("shipped", "withdrawn"), ("delivered", "withdrawn"): .agrees
        case ("rejected", nil), ("rejected", "reserved"), ("rejected", "withdrawn"): .underWay
        case ("rejected", "released"), ("rejected", "refused"): .agrees
        default: .disagrees
        }
    }

    /// The order and its parcel.
    package static func parcel(_ parcel: OrderEntry.Parcel?, given saga: String) -> Agreement {
        let way = parcel.map { $0.deliveredAt != nil ? 2 : $0.collectedAt != nil ? 1 : 0 }
        return switch (saga, way) {
        case ("placed", nil), ("reserved", nil), ("rejected", nil): .agrees
        case ("confirmed", 0), ("shipped", 1), ("delivered", 2): .agrees
        default: .disagrees
        }
    }
}
