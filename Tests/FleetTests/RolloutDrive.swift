import Fleet

/// A rollout with a clock of its own.
struct RolloutDrive {
    enum Step: Sendable {
        case event(Rollout.Event)
        case wait(Double)
    }

    private(set) var rollout: Rollout
    private(set) var seconds = 0.0
    private(set) var actions: [Rollout.Action] = []
    private let start = ContinuousClock.now

    init(_ strategy: RolloutStrategy, _ plan: RolloutPlan = RolloutPlan()) {
        rollout = Rollout(strategy, plan)
    }

    /// Sends the events. Returns what the last one asked for.
    @discardableResult
    mutating func send(_ events: Rollout.Event...) -> [Rollout.Action] {
        events.map { send($0) }.last ?? []
    }

    mutating func send(_ event: Rollout.Event) -> [Rollout.Action] {
        let answer = rollout.handle(event, at: start + .seconds(seconds))
        actions += answer
        return answer
    }

    mutating func wait(_ time: Double) { seconds += time }

    mutating func follow(_ steps: [Step]) {
        for step in steps {
            switch step {
            case .event(let event): _ = send(event)
            case .wait(let time): wait(time)
            }
        }
    }

    /// Lets time pass in tenths of a second until it is over; `answer` says what each action leads to. Returns when it
    /// was over, in seconds.
    mutating func run(
        limit: Double = 60, _ answer: (Rollout.Action, _ seconds: Double) -> [Rollout.Event]
    ) -> Double? {
        var pending = send(.begin)
        while rollout.outcome == nil, seconds < limit {
            while !pending.isEmpty {
                let events = answer(pending.removeFirst(), seconds)
                for event in events { pending += send(event) }
            }
            guard rollout.outcome == nil else { break }
            wait(0.1)
            pending += send(.tick)
        }
        return rollout.outcome == nil ? nil : seconds
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
