import OrderAPI
import Vocabulary

/// What an order costs: pure functions of its subtotal and of how it reaches its buyer.
package enum Pricing {
    package enum Shipping: Sendable, Hashable, CaseIterable {
        case pickup, delivery
    }

    /// What delivery costs below ``freeDeliveryFrom``, in cents.
    package static let deliveryFee = 490
    /// The subtotal from which delivery is free, in cents.
    package static let freeDeliveryFrom = 8_000
    /// Per cent on top of the net price; shown prices contain it.
    package static let taxRate = 19

    /// - Parameter subtotal: the sum of all lines, tax included. Nothing to ship costs nothing.
    package static func totals(of subtotal: Money, shipping: Shipping) -> Totals {
        let isCharged =
            shipping == .delivery && subtotal.minorUnits > 0 && subtotal.minorUnits < freeDeliveryFrom
        let fee = Money(minorUnits: isCharged ? deliveryFee : 0, currency: subtotal.currency)
        let total = subtotal + fee
        return Totals(
            subtotal: subtotal, shipping: fee, tax: taxContained(in: total), total: total,
            untilFreeShipping: isCharged
                ? Money(minorUnits: freeDeliveryFrom - subtotal.minorUnits, currency: subtotal.currency) : nil)
    }

    /// The part of a gross amount that is tax, rounded half up, once.
    package static func taxContained(in gross: Money) -> Money {
        let divisor = 100 + taxRate
        return Money(
            minorUnits: (2 * gross.minorUnits * taxRate + divisor) / (2 * divisor), currency: gross.currency)
    }
}

extension Fulfilment {
    var shipping: Pricing.Shipping {
        switch self {
        case .pickup: .pickup
        case .delivery: .delivery
        }
    }
}
