/// Spreads calls over instances: of two chosen at random the one with fewer calls under way (M. Mitzenmacher, "The
/// Power of Two Choices in Randomized Load Balancing", 2001). One that just could not be reached is passed over for a
/// while, unless there is no other.
package struct InstanceBalance: Sendable {
    /// How long an instance is passed over after it failed.
    private let pause: Duration
    private var underWay: [Address: Int] = [:]
    private var failing: [Address: ContinuousClock.Instant] = [:]

    package init(pause: Duration = .seconds(1)) {
        self.pause = pause
    }

    /// Nil only if `instances` is empty.
    package func choose(
        among instances: [Instance], at now: ContinuousClock.Instant, using generator: inout some RandomNumberGenerator
    ) -> Instance? {
        let well = instances.filter { (failing[$0.address] ?? now) <= now }
        let choice = well.isEmpty ? instances : well
        guard let one = choice.randomElement(using: &generator), choice.count > 1,
            let other = choice.filter({ $0.id != one.id }).randomElement(using: &generator)
        else { return choice.first }
        return underWay[other.address, default: 0] < underWay[one.address, default: 0] ? other : one
    }

    package mutating func begin(_ address: Address) { underWay[address, default: 0] += 1 }

    /// - Parameter wasReached: false if it did not take the call at all.
    package mutating func end(_ address: Address, wasReached: Bool, at now: ContinuousClock.Instant) {
        let rest = underWay[address, default: 1] - 1
        underWay[address] = rest > 0 ? rest : nil
        failing[address] = wasReached ? nil : now + pause
        if failing.count > 64 { failing = failing.filter { $0.value > now } }
    }
}
