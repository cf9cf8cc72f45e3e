import OrderAPI

/// How an order comes to its end: a pure state machine, told what happened, that says what to do.
///
/// Whatever happens twice, late or in another order than it was done is ordinary and changes nothing; what cannot be,
/// such as a payment that nobody asked for, is refused.
package enum OrderSaga {
    package enum State: Sendable, Hashable {
        case placed
        /// Its pieces are put aside; the payment is awaited.
        case reserved
        case confirmed
        case shipped
        case delivered
        case rejected(Order.Rejection)
    }

    package enum Event: Sendable, Hashable, CaseIterable {
        case stockReserved
        case stockRefused
        case paymentAuthorised
        case paymentDeclined
        /// By its buyer.
        case cancelled
        /// Nothing happened for as long as the state may last.
        case deadlinePassed
        /// The carrier has the parcel.
        case collected
        /// The buyer has the parcel.
        case delivered
    }

    /// What is done in the transaction of the step.
    package enum Action: Sendable, Hashable {
        /// Say the event of the new state.
        case tell
        case askForPayment
        case capturePayment
        case voidPayment
        case orderParcel
        case giveCartBack
    }

    package enum Step: Sendable, Hashable {
        case moves(State, [Action])
        /// The order stays where it is.
        case stays([Action])
        /// That cannot be, or is not allowed any more.
        case isRefused
    }

    package static func step(_ state: State, on event: Event) -> Step {
        switch state {
        case .placed: placed(on: event)
        case .reserved: reserved(on: event)
        case .confirmed: confirmed(on: event)
        case .shipped: shipped(on: event)
        case .delivered: delivered(on: event)
        case .rejected: rejected(on: event)
        }
    }

    private static func placed(on event: Event) -> Step {
        switch event {
        case .stockReserved: .moves(.reserved, [.askForPayment])
        case .stockRefused: rejection(.outOfStock)
        case .cancelled: rejection(.cancelled)
        case .deadlinePassed: rejection(.timedOut)
        case .paymentAuthorised, .paymentDeclined, .collected, .delivered: .isRefused
        }
    }

    private static func reserved(on event: Event) -> Step {
        switch event {
        case .paymentAuthorised: .moves(.confirmed, [.tell, .capturePayment, .orderParcel])
        case .paymentDeclined: rejection(.paymentDeclined)
        case .cancelled: rejection(.cancelled)
        case .deadlinePassed: rejection(.timedOut)
        case .stockReserved: .stays([])
        case .stockRefused, .collected, .delivered: .isRefused
        }
    }

    /// From here on nothing turns back: a carrier that is late is asked again.
    private static func confirmed(on event: Event) -> Step {
        switch event {
        case .collected: .moves(.shipped, [.tell])
        case .deadlinePassed: .stays([.orderParcel])
        case .stockReserved, .paymentAuthorised: .stays([])
        case .stockRefused, .paymentDeclined, .cancelled, .delivered: .isRefused
        }
    }

    private static func shipped(on event: Event) -> Step {
        switch event {
        case .delivered: .moves(.delivered, [.tell])
        case .deadlinePassed: .stays([.orderParcel])
        case .stockReserved, .paymentAuthorised, .collected: .stays([])
        case .stockRefused, .paymentDeclined, .cancelled: .isRefused
        }
    }

    private static func delivered(on event: Event) -> Step {
        switch event {
        case .stockReserved, .paymentAuthorised, .deadlinePassed, .collected, .delivered: .stays([])
        case .stockRefused, .paymentDeclined, .cancelled: .isRefused
        }
    }

    /// The answers to questions that were on their way are late, and what they gave is given back by whoever gave it.
    private static func rejected(on event: Event) -> Step {
        switch event {
        case .stockReserved, .stockRefused, .paymentAuthorised, .paymentDeclined, .cancelled, .deadlinePassed:
            .stays([])
        case .collected, .delivered: .isRefused
        }
    }

    private static func rejection(_ reason: Order.Rejection) -> Step {
        .moves(.rejected(reason), [.tell, .voidPayment, .giveCartBack])
    }
}
