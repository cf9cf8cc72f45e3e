/// What a shopper has in mind to do next, before it is known what the page offers.
package enum Intent: Sendable, Hashable {
    case home, category, filter, search, product, variant, add, changeQuantity, remove, checkout, order
    /// To send an order again of which nothing was heard, and one that was answered.
    case resend, orderAgain

    /// One in so many visitors buys, and of those some think better of it on the way.
    private static let buyers = 0.3
    private static let orderers = 0.6

    /// What somebody comes for.
    static func plan(_ random: inout SeededGenerator) -> [Intent] {
        let buys = random.chance(buyers)
        var plan: [Intent] = [.home]
        for _ in 0..<Int.random(in: 1...2, using: &random) { plan += look(buys: buys, &random) }
        guard buys else { return plan }
        if random.chance(0.5) { plan.append(.changeQuantity) }
        if random.chance(0.25) { plan.append(.remove) }
        guard random.chance(orderers) else { return plan }
        plan += [.checkout, .order]
        // A page that is loaded again sends its form again.
        if random.chance(0.2) { plan.append(.orderAgain) }
        return plan
    }

    private static func look(buys: Bool, _ random: inout SeededGenerator) -> [Intent] {
        var plan: [Intent] = random.chance(0.35) ? [.search] : [.category]
        if plan == [.category], random.chance(0.5) { plan.append(.filter) }
        plan.append(.product)
        if random.chance(0.5) { plan.append(.variant) }
        if buys { plan.append(.add) }
        return plan
    }
}
