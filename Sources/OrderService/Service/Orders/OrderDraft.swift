import OrderAPI
import Vocabulary

/// Everything about an order before it has a number: what is written down as pending.
struct OrderDraft: Sendable {
    var key: IdempotencyKey
    var details: OrderDetails
    /// The cart as it was when it was priced; if it is another by now, the draft is void.
    var cartLines: [CartLine]
    var lines: [Order.Line]
    var totals: Totals

    /// Whether `order` is of the same articles in the same quantities.
    func hasSameArticles(as order: Order) -> Bool {
        lines.map(\.sku) == order.lines.map(\.sku) && lines.map(\.quantity) == order.lines.map(\.quantity)
    }
}

/// What came of trying to write an order down.
enum OrderOpening: Sendable {
    case opened(Order)
    /// The key has an order already, of this request or of another.
    case earlier(KeyedOrder)
    /// Another order of the same cart is not settled yet.
    case cartIsBusy(Order)
    /// The cart is not what was priced.
    case cartChanged
}

/// An order under an idempotency key, and what was asked for under it.
struct KeyedOrder: Sendable {
    var order: Order
    var fingerprint: String
}
