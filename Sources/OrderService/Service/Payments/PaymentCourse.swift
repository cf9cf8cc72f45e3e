/// How a payment comes to its end: a pure state machine beside the order's own.
package enum PaymentCourse {
    package enum State: String, Sendable, Hashable, CaseIterable {
        /// Nobody has been asked yet.
        case awaiting
        /// The bank is asked to authorise.
        case requested
        case authorised
        case declined
        /// The bank is asked for the money.
        case capturing
        case captured
        /// The bank is asked to forget it.
        case voiding
        case voided
    }

    package enum Event: Sendable, Hashable, CaseIterable {
        /// The order's pieces are put aside.
        case wanted
        case authorised, declined, captured, voided
        /// The order is confirmed.
        case due
        /// The order is rejected.
        case dropped
    }

    package enum Step: Sendable, Hashable {
        case moves(State)
        /// Said before, or overtaken by something else.
        case stays
        /// That cannot be.
        case isRefused
    }

    package static func step(_ state: State, on event: Event) -> Step {
        switch (state, event) {
        case (.awaiting, .wanted): .moves(.requested)
        case (.awaiting, .dropped): .moves(.voided)
        case (.awaiting, _): .isRefused
        case (.requested, .authorised): .moves(.authorised)
        case (.requested, .declined): .moves(.declined)
        case (.requested, .dropped): .moves(.voiding)
        case (.requested, .wanted): .stays
        case (.requested, _): .isRefused
        case (.authorised, .due): .moves(.capturing)
        case (.authorised, .dropped): .moves(.voiding)
        case (.authorised, .wanted), (.authorised, .authorised): .stays
        case (.authorised, _): .isRefused
        case (.capturing, .captured): .moves(.captured)
        case (.capturing, .wanted), (.capturing, .authorised), (.capturing, .due): .stays
        case (.capturing, _): .isRefused
        case (.voiding, .voided): .moves(.voided)
        case (.voiding, .wanted), (.voiding, .authorised), (.voiding, .declined), (.voiding, .dropped): .stays
        case (.voiding, _): .isRefused
        case (.declined, .wanted), (.declined, .declined), (.declined, .dropped): .stays
        case (.captured, .wanted), (.captured, .authorised), (.captured, .captured), (.captured, .due): .stays
        case (.voided, .captured), (.voided, .due): .isRefused
        case (.voided, _): .stays
        case (.declined, _), (.captured, _): .isRefused
        }
    }
}
