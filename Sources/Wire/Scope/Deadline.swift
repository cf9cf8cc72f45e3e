/// The moment by which an answer must be there. Each hop is told what is left of it, never a time of day, because
/// clocks of machines differ.
package struct Deadline: Sendable, Hashable {
    package let instant: ContinuousClock.Instant

    package init(_ instant: ContinuousClock.Instant) {
        self.instant = instant
    }

    package static func after(_ duration: Duration) -> Deadline { Deadline(.now + duration) }

    /// What is left; negative once it has passed.
    package var remaining: Duration { ContinuousClock.now.duration(to: instant) }

    package var hasPassed: Bool { remaining <= .zero }

    /// Half of what is left, for a first try that leaves time for a second.
    package var half: Deadline { .after(remaining / 2) }

    /// The earlier of two.
    package func sooner(_ other: Deadline?) -> Deadline {
        guard let other, other.instant < instant else { return self }
        return other
    }

    /// The value of the header `Shop-Deadline`: whole milliseconds that are left, at least 0.
    package var headerValue: String { String(max(0, remaining.milliseconds)) }

    /// Nil if the header is not a number of milliseconds from 0 to 600,000.
    package init?(headerValue: String) {
        guard let milliseconds = Int(headerValue), (0...600_000).contains(milliseconds) else { return nil }
        self = .after(.milliseconds(milliseconds))
    }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    package var milliseconds: Int {
        Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }

    /// Whole microseconds, rounded down.
    package var microseconds: Int {
        Int(components.seconds) * 1_000_000 + Int(components.attoseconds / 1_000_000_000_000)
    }
}
