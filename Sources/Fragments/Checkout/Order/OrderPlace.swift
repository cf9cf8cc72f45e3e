import OrderAPI
import Wire

/// Where an order is shown, followed and cancelled. Whoever has one of these addresses may do all of it.
struct OrderPlace {
    let number: String
    let secret: String

    init(_ order: Order) {
        self.init(number: order.number, secret: order.secret)
    }

    init(number: String, secret: String) {
        self.number = number
        self.secret = secret
    }

    /// The order's page.
    var page: String { target("") }

    /// The order's page right after it was cancelled, or not.
    func page(_ notice: OrderNotice?) -> String { target("", ("notice", notice?.rawValue)) }

    /// The page's one fragment alone.
    var now: String { target("/now") }

    /// - Parameter version: how far the page that follows knows the order.
    func events(after version: Int) -> String { target("/events", ("known", String(version))) }

    private func target(_ rest: String, _ item: (name: String, value: String?)? = nil) -> String {
        var query = QueryWriter()
        query.add("secret", secret)
        if let item { query.add(item.name, item.value) }
        return query.target("/checkout/order/\(PercentEncoding.encode(number))\(rest)")
    }
}

/// What came of a wish about an order, as a word in its page's address.
enum OrderNotice: String {
    case tooLate = "too-late"
    case unavailable

    var text: String {
        switch self {
        case .tooLate: "It was too late to cancel: your order is confirmed already."
        case .unavailable: "Your order cannot be cancelled just now. Please try again in a minute."
        }
    }
}
