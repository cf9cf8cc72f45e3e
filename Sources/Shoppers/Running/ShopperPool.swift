import Synchronization

/// Who is free to do something, and what waits until somebody is.
final class ShopperPool: Sendable {
    private struct State {
        var free: [Shopper] = []
        var all: [Shopper] = []
        var waiting: [ContinuousClock.Instant] = []
        var random: SeededGenerator
    }

    private let plan: LoadPlan
    private let ledger: Ledger
    private let state: Mutex<State>

    init(_ plan: LoadPlan, ledger: Ledger) {
        self.plan = plan
        self.ledger = ledger
        state = Mutex(State(random: SeededGenerator(seed: plan.seed)))
    }

    /// Somebody for what is due: the one who has been idle longest, or while there should be more, somebody new. If all
    /// are busy it waits for the first who is not.
    func take(due: ContinuousClock.Instant, present: Int) -> Shopper? {
        state.withLock { state in
            let isMissing = state.all.count < present
            if !isMissing, !state.free.isEmpty { return state.free.removeFirst() }
            guard isMissing || state.all.count < plan.shoppers else {
                if let shopper = state.free.first {
                    state.free.removeFirst()
                    return shopper
                }
                state.waiting.append(due)
                return nil
            }
            let shopper = Shopper(plan, ledger: ledger, random: state.random.split())
            state.all.append(shopper)
            return shopper
        }
    }

    /// - Returns: when the next thing was due that waits for somebody; nil if the shopper is free.
    func giveBack(_ shopper: Shopper) -> ContinuousClock.Instant? {
        state.withLock { state in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.free.append(shopper)
            return nil
        }
    }

    var isAnythingWaiting: Bool { state.withLock { !$0.waiting.isEmpty } }

    /// Forgets what still waits.
    /// - Returns: how much that was.
    func dropWaiting() -> Int {
        state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting.count
        }
    }

    /// Sends everybody home.
    func close() async {
        let all = state.withLock(\.all)
        for shopper in all { await shopper.leave() }
    }
}
