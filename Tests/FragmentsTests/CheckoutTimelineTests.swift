import CheckoutFragments
import OrderAPI
import Testing
import Vocabulary

/// What an order's page says has happened, of any order at any moment.
@Suite struct CheckoutTimelineTests {
    private static func order(
        _ state: Order.State, _ rejection: Order.Rejection? = nil, _ what: [Order.Happening],
        _ fulfilment: Fulfilment = .pickup(store: "fano")
    ) -> Order {
        let totals = Totals(
            subtotal: .euro(1), shipping: .euro(0), tax: .euro(0), total: .euro(1), untilFreeShipping: nil)
        return Order(
            number: "UP-7KQ2-M4XD", secret: "s", state: state, rejection: rejection,
            placedAt: "2026-11-27T04:00:00.000Z",
            email: "", name: "", fulfilment: fulfilment, lines: [], totals: totals,
            timeline: what.enumerated().map { Order.Moment(at: "2026-11-27T04:0\($0):00.000Z", what: $1) })
    }

    private func marks(_ order: Order) -> String {
        OrderTimeline(order).steps.map { step in
            switch step.standing {
            case .done: "+"
            case .current: ">"
            case .coming: "."
            case .failed: "x"
            }
        }.joined()
    }

    @Test(
        arguments: [
            (.placed, [.placed], "+>..."), (.reserved, [.placed, .stockReserved], "++>.."),
            (.confirmed, [.placed, .stockReserved, .paymentAuthorised, .confirmed], "+++>."),
            (.shipped, [.placed, .stockReserved, .paymentAuthorised, .confirmed, .paymentCaptured, .shipped], "++++>"),
            (.delivered, [.placed, .stockReserved, .confirmed, .shipped, .delivered], "+++++"),
            (.confirmed, [], "+++>."), (.placed, [], "+>..."),
        ] as [(Order.State, [Order.Happening], String)])
    func anOrderIsSomewhereOnItsWay(_ state: Order.State, _ what: [Order.Happening], _ marks: String) {
        let order = Self.order(state, nil, what)
        #expect(self.marks(order) == marks)
        let steps = OrderTimeline(order).steps
        #expect(steps[0].at == "2026-11-27T04:00:00.000Z")
        for step in steps where step.standing != .done { #expect(step.at == nil, "\(step.title)") }
    }

    @Test(
        arguments: [
            (.outOfStock, [.placed, .stockRefused, .rejected, .cartRestored], "Something was sold out", "+x++"),
            (
                .paymentDeclined, [.placed, .stockReserved, .paymentDeclined, .rejected, .cartRestored],
                "Payment declined",
                "++x++"
            ),
            (.timedOut, [.placed, .timedOut, .rejected], "Not confirmed in time", "+x+"),
            (.cancelled, [.placed, .stockReserved, .cancelled, .rejected, .cartRestored], "Cancelled by you", "++x++"),
            (.paymentDeclined, [], "Payment declined", "+x++"),
        ] as [(Order.Rejection, [Order.Happening], String, String)])
    func anOrderThatCameToNothingSaysWhyAndThatNothingWasCharged(
        _ rejection: Order.Rejection, _ what: [Order.Happening], _ why: String, _ marks: String
    ) {
        let order = Self.order(.rejected, rejection, what)
        #expect(self.marks(order) == marks)
        let steps = OrderTimeline(order).steps
        #expect(steps.first { $0.standing == .failed }?.title == why)
        #expect(steps.contains { $0.title == "Nothing was charged" })
        #expect(steps.contains { $0.title == "Your cart is back" } == (what.isEmpty || what.contains(.cartRestored)))
    }
}
