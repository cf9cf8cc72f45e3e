/// How the pieces of an order come to their place: a pure state machine. What comes twice, late or early is ordinary.
package enum Reservation {
    package enum State: String, Sendable, Hashable, CaseIterable {
        /// Put aside.
        case reserved
        case sold
        /// For others again; also of an order that was over before it asked.
        case released
        /// Something was short.
        case refused
        /// Taken at once, as the release before did.
        case withdrawn
    }

    package enum Event: Sendable, Hashable, CaseIterable {
        case placed, confirmed, rejected
    }

    package enum Step: Sendable, Hashable {
        /// Put all pieces aside, or refuse if something is short.
        case tries
        /// Nothing is there yet, and nothing will be: remember that.
        case forestalls
        case sells
        case releases
        /// Done before; say again what stands.
        case repeats(State)
        case stays
        /// order-service contradicts itself.
        case isRefused
    }

    /// - Parameter state: nil of an order that nothing is known of.
    package static func step(_ state: State?, on event: Event) -> Step {
        switch (state, event) {
        case (nil, .placed): .tries
        case (nil, .rejected): .forestalls
        case (nil, .confirmed): .isRefused
        case (.reserved, .placed): .stays
        case (.reserved, .confirmed): .sells
        case (.reserved, .rejected): .releases
        case (.withdrawn, .placed): .repeats(.reserved)
        case (.withdrawn, .confirmed): .sells
        case (.withdrawn, .rejected): .releases
        case (.sold, .placed), (.sold, .confirmed): .stays
        case (.sold, .rejected): .isRefused
        case (.released, .placed): .repeats(.refused)
        case (.released, .rejected): .stays
        case (.released, .confirmed): .isRefused
        case (.refused, .placed), (.refused, .rejected): .stays
        case (.refused, .confirmed): .isRefused
        }
    }
}
