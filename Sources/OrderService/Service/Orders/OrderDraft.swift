import OrderAPI
import Vocabulary

/// Everything about an order before it has a number.
struct OrderDraft: Sendable {
    var key: IdempotencyKey
    var details: OrderDetails
    /// The cart as it was when it was priced; if it is another by now, the draft is void.
    var cartLines: [CartLine]
    var lines: [Order.Line]
    var totals: Totals

    /// The order as it is when it is written down.
    /// - Parameter time: of the day, in milliseconds.
    func order(_ number: OrderNumber, secret: String, at time: Int) -> Order {
        let placedAt = WallClock.text(time)
        var totals = totals
        totals.untilFreeShipping = nil
        return Order(
            number: number.text, secret: secret, state: .placed, placedAt: placedAt, email: details.email,
            name: details.name, fulfilment: details.fulfilment, lines: lines, totals: totals,
            timeline: [Order.Moment(at: placedAt, what: .placed)])
    }
}

/// What came of trying to write an order down.
enum OrderOpening: Sendable {
    case opened(Order)
    /// The key has an order already, of this request or of another.
    case earlier(KeyedOrder)
    /// The cart is not what was priced.
    case cartChanged
}

/// An order under an idempotency key, and what was asked for under it.
struct KeyedOrder: Sendable {
    var order: Order
    var fingerprint: String
}
