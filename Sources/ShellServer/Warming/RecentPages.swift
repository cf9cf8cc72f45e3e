import Synchronization

/// The pages that visitors asked for last, of those that are the same for everybody: what a successor should know.
final class RecentPages: Sendable {
    private struct State {
        /// When each was last asked for, counted in calls.
        var uses: [String: UInt64] = [:]
        var clock: UInt64 = 0
    }

    private let state = Mutex(State())
    private let limit: Int

    /// - Parameter limit: how many pages to remember.
    init(limit: Int = 100) {
        self.limit = limit
    }

    /// - Parameter target: path and query, as they were asked for.
    func note(_ target: String) {
        state.withLock { state in
            state.clock += 1
            state.uses[target] = state.clock
            // Forgets many at once, so that few calls have to sort.
            guard state.uses.count > 2 * limit else { return }
            state.uses = Dictionary(uniqueKeysWithValues: Self.latest(state.uses, limit))
        }
    }

    /// The last one first.
    var targets: [String] { Self.latest(state.withLock(\.uses), limit).map(\.key) }

    private static func latest(_ uses: [String: UInt64], _ limit: Int) -> [(key: String, value: UInt64)] {
        Array(uses.sorted { $0.value > $1.value }.prefix(limit))
    }
}
