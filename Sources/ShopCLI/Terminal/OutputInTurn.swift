import Synchronization

/// Shows what several programs write that run side by side, as if they ran one after the other: the first one's lines
/// as they come, the next one's once all before it have ended.
package final class OutputInTurn: Sendable {
    private struct State {
        var turn = 0
        var held: [Int: [String]] = [:]
        var ended: Set<Int> = []
    }

    private let show: @Sendable (String) -> Void
    private let state = Mutex(State())

    package init(show: @escaping @Sendable (String) -> Void) {
        self.show = show
    }

    /// A line of the program that has this place in the order, counted from 0.
    package func line(_ text: String, of place: Int) {
        state.withLock { state in
            guard place == state.turn else { return state.held[place, default: []].append(text) }
            show(text)
        }
    }

    /// The program writes no more.
    package func end(of place: Int) {
        state.withLock { state in
            state.ended.insert(place)
            while state.ended.contains(state.turn) {
                state.turn += 1
                for line in state.held.removeValue(forKey: state.turn) ?? [] { show(line) }
            }
        }
    }
}
