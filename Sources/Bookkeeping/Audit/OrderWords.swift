/// What the databases say about one order, in words.
package struct OrderWords: Sendable {
    package let order: OrderEntry
    private let reservation: StockBooks.Reservation?
    private let bank: BankEntry?

    /// Nil if order-service has no such order.
    package init?(_ number: String, in books: ShopBooks) {
        guard let order = books.orders.orders.first(where: { $0.number == number }) else { return nil }
        self.order = order
        reservation = books.stock.reservations[number]
        bank = books.orders.bank[number]
    }

    /// What it came to, e.g. `rejected (payment-declined)`.
    package var state: String {
        guard let saga = order.saga else { return order.formerState }
        return saga.reason.map { "\(saga.state) (\($0))" } ?? saga.state
    }

    package var isUnderWay: Bool { OrderAudit(order: order, reservation: reservation, bank: bank).isUnderWay }
    package var disagreements: [String] { OrderAudit(order: order, reservation: reservation, bank: bank).complaints }

    /// Each database, and what it says.
    package var databases: [(name: String, words: String)] {
        let payment = order.payment.map { "payment \($0.state), \(money($0.amount)) by \($0.token)" } ?? "no payment"
        let parcel = order.parcel.map { "parcel \($0.number)" } ?? "no parcel"
        return [
            ("order-service", "\(state); \(payment); \(parcel)"),
            ("the bank", bank.map { "\($0.state)\($0.amount.map { ", \(money($0))" } ?? "")" } ?? "nothing"),
            ("catalog-service", reservation.map { "\($0.state): \(pieces($0.lines))" } ?? "nothing"),
        ]
    }

    package var pieces: String { pieces(order.lines) }
    package var total: String { money(order.total) }

    private func pieces(_ lines: [String: Int]) -> String {
        guard !lines.isEmpty else { return "no pieces" }
        return lines.sorted { $0.key < $1.key }.map { "\($0.value) of \($0.key)" }.joined(separator: ", ")
    }

    private func money(_ amount: Int) -> String {
        let cents = amount % 100
        return "\(order.currency) \(amount / 100).\(cents < 10 ? "0" : "")\(cents)"
    }

    /// A happening of the timeline.
    package static func words(of happening: String) -> String { known[happening] ?? happening }

    private static let known = [
        "placed": "placed: written down, its pieces asked for",
        "stock-reserved": "catalog-service has put its pieces aside; the bank is asked",
        "stock-refused": "catalog-service has too few pieces",
        "stock-released": "its pieces are for others again",
        "payment-authorised": "the bank says yes",
        "payment-declined": "the bank says no",
        "payment-captured": "the bank has the money",
        "payment-voided": "the bank has given the money free",
        "confirmed": "confirmed: the pieces are sold, a parcel is ordered",
        "shipped": "shipped: the carrier has the parcel",
        "delivered": "delivered",
        "cancelled": "its buyer has called it off",
        "timed-out": "nobody answered in time",
        "rejected": "rejected: nothing is charged, nothing will be sent",
        "cart-restored": "its buyer's cart is as it was",
    ]
}
