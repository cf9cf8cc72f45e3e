import OrderAPI
import OrderService
import Testing

@Suite struct OrderSagaTests {
    typealias State = OrderSaga.State
    typealias Event = OrderSaga.Event
    typealias Step = OrderSaga.Step

    private static func rejected(_ reason: Order.Rejection) -> Step {
        .moves(.rejected(reason), [.tell, .voidPayment, .giveCartBack])
    }

    private static let columns: [Event] = [
        .stockReserved, .stockRefused, .paymentAuthorised, .paymentDeclined, .cancelled, .deadlinePassed, .collected,
        .delivered,
    ]

    static let table: [(state: State, steps: [Step])] = [
        (
            .placed,
            [
                .moves(.reserved, [.askForPayment]), rejected(.outOfStock), .isRefused, .isRefused,
                rejected(.cancelled), rejected(.timedOut), .isRefused, .isRefused,
            ]
        ),
        (
            .reserved,
            [
                .stays([]), .isRefused, .moves(.confirmed, [.tell, .capturePayment, .orderParcel]),
                rejected(.paymentDeclined), rejected(.cancelled), rejected(.timedOut), .isRefused, .isRefused,
            ]
        ),
        (
            .confirmed,
            [
                .stays([]), .isRefused, .stays([]), .isRefused, .isRefused, .stays([.orderParcel]),
                .moves(.shipped, [.tell]), .isRefused,
            ]
        ),
        (
            .shipped,
            [
                .stays([]), .isRefused, .stays([]), .isRefused, .isRefused, .stays([.orderParcel]), .stays([]),
                .moves(.delivered, [.tell]),
            ]
        ),
        (
            .delivered,
            [
                .stays([]), .isRefused, .stays([]), .isRefused, .isRefused, .stays([]), .stays([]), .stays([]),
            ]
        ),
        (.rejected(.outOfStock), late), (.rejected(.paymentDeclined), late), (.rejected(.cancelled), late),
        (.rejected(.timedOut), late),
    ]

    private static let late: [Step] = [
        .stays([]), .stays([]), .stays([]), .stays([]), .stays([]), .stays([]), .isRefused, .isRefused,
    ]

    @Test func everyStepIsAsWritten() {
        for (state, steps) in Self.table {
            for (event, step) in zip(Self.columns, steps) {
                #expect(OrderSaga.step(state, on: event) == step, "\(state) on \(event)")
            }
        }
    }

    @Test func theTableHoldsEveryPair() {
        #expect(Set(Self.columns) == Set(Event.allCases) && Self.columns.count == Event.allCases.count)
        #expect(Self.table.allSatisfy { $0.steps.count == Self.columns.count })
        #expect(Set(Self.table.map(\.state)).count == 5 + Order.Rejection.allCases.count)
    }

    /// Whatever happens in whatever order, an outcome stands.
    @Test func noOrderHasTwoOutcomes() {
        for (state, _) in Self.table {
            guard case .rejected = state else { continue }
            for event in Event.allCases {
                if case .moves = OrderSaga.step(state, on: event) { Issue.record("\(state) moves on \(event)") }
            }
        }
        for state in [State.confirmed, .shipped, .delivered] {
            for event in Event.allCases {
                guard case .moves(.rejected, _) = OrderSaga.step(state, on: event) else { continue }
                Issue.record("\(state) is rejected on \(event)")
            }
        }
    }
}
