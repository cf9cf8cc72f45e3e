import OrderAPI

/// How an order comes to its end: a pure state machine, told what happened, that says what to do.
///
/// `pending` is written down before catalog-service is asked for the pieces, so that whoever finds a pending order,
/// after a crash or an unanswered question, asks again: the question is safe to repeat. `received` and `rejected` are
/// final.
package enum OrderMachine {
    package typealias State = Order.State

    package enum Event: Sendable, Hashable, CaseIterable {
        /// Somebody wants to know what became of the order: the shopper, or the service itself after a restart.
        case asked
        /// catalog-service has taken its pieces out of stock.
        case stockTaken
        /// catalog-service has taken nothing: something is short.
        case stockRefused
        /// Whether pieces were taken is not known.
        case unanswered
    }

    package enum Action: Sendable, Hashable {
        /// Ask catalog-service for the pieces (again).
        case takeStock
        /// Take what was ordered out of the cart.
        case emptyCart
        /// Let the shopper try again under the same idempotency key.
        case releaseKeys
        /// catalog-service contradicts what it said before: people must look.
        case raiseAlarm
    }

    package struct Step: Sendable, Hashable {
        package let state: State
        /// To be done together with the change of state; ``Action/takeStock`` after it.
        package let actions: [Action]

        package init(_ state: State, _ actions: [Action] = []) {
            self.state = state
            self.actions = actions
        }
    }

    package static func step(_ state: State, on event: Event) -> Step {
        switch (state, event) {
        case (.pending, .asked): Step(.pending, [.takeStock])
        case (.pending, .stockTaken): Step(.received, [.emptyCart])
        case (.pending, .stockRefused): Step(.rejected, [.releaseKeys])
        case (.pending, .unanswered): Step(.pending)
        case (.received, .stockRefused): Step(.received, [.raiseAlarm])
        case (.received, .asked), (.received, .stockTaken), (.received, .unanswered): Step(.received)
        case (.rejected, .stockTaken): Step(.rejected, [.raiseAlarm])
        case (.rejected, .asked), (.rejected, .stockRefused), (.rejected, .unanswered): Step(.rejected)
        }
    }
}
