import OrderAPI

/// What happens to an order, one thing after the other, as far as it has happened, and what is still to come. In a way
/// that is right at any moment, also of an order whose times nobody has written down.
package struct OrderTimeline {
    package enum Standing: String, Hashable {
        case done, current, coming, failed
    }

    package struct Step: Hashable {
        package let title: String
        package var note: String?
        package var standing: Standing
        /// When it happened: RFC 3339, UTC.
        package var at: String?
    }

    package let steps: [Step]

    package init(_ order: Order) {
        let times = Dictionary(order.timeline.map { ($0.what, $0.at) }) { first, _ in first }
        steps = order.state == .rejected ? Self.failure(order, times) : Self.course(order, times)
    }

    // MARK: An order on its way

    private static func course(_ order: Order, _ times: [Order.Happening: String]) -> [Step] {
        let isPickup = order.isPickup
        let shipped = isPickup ? "On its way to the store" : "On its way to you"
        let titles: [(String, Order.Happening)] = [
            ("Order received", .placed), ("Put aside for you", .stockReserved),
            ("Paid and confirmed", .confirmed), (shipped, .shipped),
            (isPickup ? "In the store, ready for you" : "Delivered", .delivered),
        ]
        let reached = reached(order.state)
        return titles.enumerated().map { index, step in
            let standing: Standing = index <= reached ? .done : index == reached + 1 ? .current : .coming
            return Step(
                title: step.0, note: note(on: index, standing, order), standing: standing,
                at: index == 0 ? times[step.1] ?? order.placedAt : index <= reached ? times[step.1] : nil)
        }
    }

    /// The last step that is done.
    private static func reached(_ state: Order.State) -> Int {
        switch state {
        case .placed, .rejected: 0
        case .reserved: 1
        case .confirmed: 2
        case .shipped: 3
        case .delivered: 4
        }
    }

    private static func note(on index: Int, _ standing: Standing, _ order: Order) -> String? {
        switch (index, standing) {
        case (1, .current): "We are looking for every piece in our stock."
        case (2, .current): "The bank is being asked."
        case (3, .current): "It is being packed."
        case (3, .done): order.parcel.map { "Parcel \($0)" }
        case (4, .current): order.isPickup ? "The carrier is bringing it to the store." : "The carrier has it."
        default: nil
        }
    }

    // MARK: An order that came to nothing

    private static func failure(_ order: Order, _ times: [Order.Happening: String]) -> [Step] {
        var steps = [
            Step(title: "Order received", standing: .done, at: times[.placed] ?? order.placedAt)
        ]
        if let at = times[.stockReserved] { steps.append(Step(title: "Put aside for you", standing: .done, at: at)) }
        let (title, what) = fault(order.rejection)
        steps.append(Step(title: title, standing: .failed, at: times[what] ?? times[.rejected]))
        let isGivenBack = times[.paymentAuthorised] != nil
        steps.append(
            Step(
                title: "Nothing was charged",
                note: isGivenBack ? "The bank had set the amount aside and lets go of it." : nil, standing: .done))
        if order.cartIsBack {
            steps.append(Step(title: "Your cart is back", standing: .done, at: times[.cartRestored]))
        }
        return steps
    }

    private static func fault(_ rejection: Order.Rejection?) -> (String, Order.Happening) {
        switch rejection {
        case .outOfStock, nil: ("Something was sold out", .stockRefused)
        case .paymentDeclined: ("Payment declined", .paymentDeclined)
        case .cancelled: ("Cancelled by you", .cancelled)
        case .timedOut: ("Not confirmed in time", .timedOut)
        }
    }
}

/// A time as shoppers read it.
enum TimeText {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// E.g. `27 Nov, 21:16 UTC` for `2026-11-27T21:16:44.123Z`; nil if it is no such time.
    static func short(_ time: String) -> String? {
        let bytes = Array(time.utf8)
        guard bytes.count >= 16, let month = Int(time.dropFirst(5).prefix(2)), (1...12).contains(month),
            let day = Int(time.dropFirst(8).prefix(2))
        else { return nil }
        return "\(day) \(months[month - 1]), \(time.dropFirst(11).prefix(5)) UTC"
    }
}
