import Bookkeeping
import OrderAPI
import Shoppers
import Vocabulary

/// An order that the proof of orders means to place, and which ends of it are right.
package struct OrderIntent: Sendable, Equatable {
    package let number: Int
    /// Its own: no two orders share a cart or a key.
    package let cart: String
    package let key: String
    package let sku: String
    package let quantity: Int
    package let card: TestCard
    /// Its buyer calls it off as soon as it is acknowledged.
    package let isCancelled: Bool
    /// There may be too few pieces for it.
    package let isScarce: Bool

    /// - Parameters:
    ///   - plenty: articles of which there are enough for everybody.
    ///   - scarce: articles of which there are not.
    package init(
        _ number: Int, plenty: [String], scarce: [String], using random: inout some RandomNumberGenerator
    ) {
        self.number = number
        cart = Token.random(length: 22, using: &random)
        key = Token.random(length: 22, using: &random)
        isScarce = Self.chance(0.05, &random) && !scarce.isEmpty
        sku = (isScarce ? scarce : plenty).randomElement(using: &random) ?? ""
        quantity = Int.random(in: 1...3, using: &random)
        let draw = Double.random(in: 0..<1, using: &random)
        card =
            switch draw {
            case ..<0.7: .accepted
            case ..<0.8: .declined
            case ..<0.87: .slow
            case ..<0.94: .twice
            default: .silent
            }
        isCancelled = Self.chance(0.05, &random)
    }

    private static func chance(_ probability: Double, _ random: inout some RandomNumberGenerator) -> Bool {
        Double.random(in: 0..<1, using: &random) < probability
    }

    /// Whether an order may end so, e.g. `rejected (cancelled)`.
    package func allows(_ saga: OrderEntry.Saga) -> Bool {
        switch (saga.state, saga.reason) {
        case ("delivered", nil): card != .declined && card != .silent
        case ("rejected", "payment-declined"): card == .declined
        case ("rejected", "timed-out"): card == .silent
        case ("rejected", "cancelled"): isCancelled
        case ("rejected", "out-of-stock"): isScarce
        default: false
        }
    }
}

/// What became of an intent, as its buyer saw it.
package struct OrderAttempt: Sendable, Equatable {
    package enum Outcome: Sendable, Equatable {
        /// Acknowledged, under this number.
        case placed(String)
        /// The shop said at once that too few pieces are there; nothing was ordered.
        case soldOut
        /// The shop said no, and would say so again.
        case refused(String)
        /// No answer, however often it was asked.
        case unanswered
    }

    package var intent: OrderIntent
    package var outcome: Outcome
    /// How often it was sent.
    package var requests: Int
    /// From when it was due until it was acknowledged.
    package var latency: Duration
    /// Whether its buyer was told that it is called off.
    package var isCalledOff: Bool

    package init(
        _ intent: OrderIntent, _ outcome: Outcome, requests: Int = 1, latency: Duration = .zero,
        isCalledOff: Bool = false
    ) {
        self.intent = intent
        self.outcome = outcome
        self.requests = requests
        self.latency = latency
        self.isCalledOff = isCalledOff
    }
}
