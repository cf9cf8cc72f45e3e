/// When to stop calling a service that is unwell: a pure state machine, told what happened and when.
///
/// Closed, it counts the last outcomes; when enough of them failed it opens and refuses calls; after a pause it is half
/// open and lets one probe through, whose outcome closes or opens it again.
package struct CircuitBreaker: Sendable {
    package struct Settings: Sendable, Hashable {
        /// How many of the last outcomes count.
        package var window = 20
        /// Below this many outcomes the breaker never opens.
        package var minimumCalls = 5
        /// The share of failures, from 0 to 1, at which it opens.
        package var failureShare = 0.5
        /// How long it stays open before it probes.
        package var pause = Duration.seconds(1)

        package init() {}
    }

    package enum State: Sendable, Hashable {
        case closed
        case open(until: ContinuousClock.Instant)
        case halfOpen(probing: Bool)
    }

    package enum Outcome: Sendable, Hashable {
        case success, failure
        /// The call was given up by its caller: it says nothing about the service, and gives a probe's permit back.
        case abandoned
    }

    package let settings: Settings
    package private(set) var state = State.closed
    private var outcomes: [Bool] = []

    package init(_ settings: Settings = Settings()) {
        self.settings = settings
    }

    /// Whether a call may go out now; a permitted call must be followed by ``record(_:at:)``.
    package mutating func permit(at now: ContinuousClock.Instant) -> Bool {
        switch state {
        case .closed:
            return true
        case .open(let until):
            guard now >= until else { return false }
            state = .halfOpen(probing: true)
            return true
        case .halfOpen(let probing):
            guard !probing else { return false }
            state = .halfOpen(probing: true)
            return true
        }
    }

    package mutating func record(_ outcome: Outcome, at now: ContinuousClock.Instant) {
        switch (state, outcome) {
        case (.halfOpen, .success):
            state = .closed
            outcomes = []
        case (.halfOpen, .failure):
            state = .open(until: now + settings.pause)
        case (.halfOpen, .abandoned):
            state = .halfOpen(probing: false)
        case (.closed, .success), (.closed, .failure):
            count(outcome == .success, at: now)
        case (.closed, .abandoned), (.open, _):
            break
        }
    }

    private mutating func count(_ success: Bool, at now: ContinuousClock.Instant) {
        outcomes.append(success)
        if outcomes.count > settings.window { outcomes.removeFirst() }
        let failures = outcomes.count { !$0 }
        if outcomes.count >= settings.minimumCalls, Double(failures) >= settings.failureShare * Double(outcomes.count) {
            state = .open(until: now + settings.pause)
            outcomes = []
        }
    }
}
