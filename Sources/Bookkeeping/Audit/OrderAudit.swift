/// What the books say about one order.
struct OrderAudit {
    let order: OrderEntry
    let reservation: StockBooks.Reservation?
    let bank: BankEntry?

    /// What does not go together, in words.
    var complaints: [String] {
        guard let saga = order.saga else { return ["order-service has it without a saga"] }
        return pairs(saga).filter { $0.agreement == .disagrees }.map(\.words) + amounts + pieces + timeline(saga)
    }

    /// Whether something about it has still to happen.
    var isUnderWay: Bool {
        guard let saga = order.saga else { return false }
        return saga.deadline != nil || pairs(saga).contains { $0.agreement == .underWay }
    }

    // MARK: Pairs

    private func pairs(_ saga: OrderEntry.Saga) -> [(agreement: Agreement, words: String)] {
        let state = "the order is \(saga.state)"
        let payment = order.payment?.state ?? "missing"
        var kept = Agreements.reservation(reservation?.state, given: saga.state)
        if reservation == nil, saga.state == "rejected", order.wasEndedByTheReleaseBefore { kept = .agrees }
        return [
            (
                Agreements.formerState(order.formerState, given: saga.state),
                "\(state), the release before would read \(order.formerState)"
            ),
            (Agreements.payment(payment, given: saga.state), "\(state), its payment \(payment)"),
            (
                Agreements.bank(bank?.state, given: payment),
                "its payment is \(payment), the bank has it as \(bank?.state ?? "nothing")"
            ),
            (kept, "\(state), catalog-service has its pieces as \(reservation?.state ?? "nothing")"),
            (Agreements.parcel(order.parcel, given: saga.state), "\(state), \(parcelWords)"),
        ]
    }

    private var parcelWords: String {
        guard let parcel = order.parcel else { return "it has no parcel" }
        let way = parcel.deliveredAt != nil ? "delivered" : parcel.collectedAt != nil ? "collected" : "not collected"
        return "its parcel is \(way)"
    }

    // MARK: Numbers

    private var amounts: [String] {
        var complaints: [String] = []
        if let payment = order.payment, payment.amount != order.total {
            complaints.append("it costs \(order.total), its payment is over \(payment.amount) (minor units)")
        }
        if let amount = bank?.amount, amount != order.total {
            complaints.append("it costs \(order.total), the bank has \(amount) (minor units)")
        }
        return complaints
    }

    private var pieces: [String] {
        guard let reservation, !(reservation.state == "released" && reservation.lines.isEmpty) else { return [] }
        guard reservation.lines != order.lines else { return [] }
        return ["it is over \(Self.words(order.lines)), catalog-service has \(Self.words(reservation.lines))"]
    }

    private static func words(_ lines: [String: Int]) -> String {
        guard !lines.isEmpty else { return "no pieces" }
        return lines.sorted { $0.key < $1.key }.map { "\($0.value) of \($0.key)" }.joined(separator: ", ")
    }

    // MARK: The timeline

    private static let onceOnly = [
        "placed", "stock-reserved", "stock-refused", "payment-authorised", "payment-declined", "payment-captured",
        "payment-voided", "confirmed", "shipped", "delivered", "cancelled", "rejected", "cart-restored",
    ]

    private func timeline(_ saga: OrderEntry.Saga) -> [String] {
        var complaints: [String] = []
        let happened = Dictionary(order.timeline.map { ($0.what, 1) }, uniquingKeysWith: +)
        for what in Self.onceOnly where happened[what, default: 0] > 1 {
            complaints.append("its timeline has \(what) \(happened[what, default: 0]) times")
        }
        if order.timeline.first?.what != "placed" { complaints.append("its timeline does not begin with placed") }
        let reached: Set<String> =
            switch saga.state {
            case "confirmed": ["confirmed"]
            case "shipped": ["confirmed", "shipped"]
            case "delivered": ["confirmed", "shipped", "delivered"]
            case "rejected": ["rejected"]
            default: []
            }
        for what in ["confirmed", "shipped", "delivered", "rejected"] {
            let isThere = happened[what] != nil
            if isThere != reached.contains(what) {
                complaints.append("the order is \(saga.state), its timeline has \(isThere ? "" : "no ")\(what)")
            }
        }
        return complaints
    }
}
