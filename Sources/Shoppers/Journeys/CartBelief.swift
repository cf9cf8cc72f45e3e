/// What a shopper has reason to believe is in the cart. After a change that was never answered there are two
/// possibilities, and both are right.
package struct CartBelief: Sendable, Hashable {
    /// A change of a cart, as the shopper means it.
    package enum Change: Sendable, Hashable {
        case add(sku: String, quantity: Int)
        case set(sku: String, quantity: Int)
        /// Everything is ordered.
        case order

        package static func remove(sku: String) -> Change { .set(sku: sku, quantity: 0) }
    }

    /// How a change went.
    package enum Outcome: Sendable, Hashable {
        case done, refused, unknown
    }

    /// SKU to the quantities that are possible; what is not named is not there.
    private var possible: [String: Set<Int>] = [:]

    package init() {}

    /// Whatever is possible, something is in it.
    package var isSurelyFilled: Bool { possible.values.contains { !$0.contains(0) } }

    package mutating func apply(_ change: Change, _ outcome: Outcome) {
        guard outcome != .refused else { return }
        let before = possible
        switch change {
        case .add(let sku, let quantity): possible[sku] = Set((possible[sku] ?? [0]).map { $0 + quantity })
        case .set(let sku, let quantity): possible[sku] = [quantity]
        case .order: possible = possible.mapValues { _ in [0] }
        }
        guard outcome == .unknown else { return }
        for (sku, quantities) in possible { possible[sku] = quantities.union(before[sku] ?? [0]) }
    }

    /// Compares it with a cart that is seen, which is what counts from now on.
    /// - Returns: what cannot be explained, in words.
    package mutating func see(_ cart: [String: Int]) -> [String] {
        let surprises = Set(possible.keys).union(cart.keys).sorted().compactMap { sku -> String? in
            let (seen, expected) = (cart[sku] ?? 0, possible[sku] ?? [0])
            guard !expected.contains(seen) else { return nil }
            return "\(sku): \(seen) instead of \(expected.sorted().map(String.init).joined(separator: " or "))"
        }
        possible = cart.mapValues { [$0] }
        return surprises
    }
}
