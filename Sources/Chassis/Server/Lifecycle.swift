import Wire

/// Where a process stands between its start and its end, and what it has been asked to do about it.
package final class Lifecycle: Sendable {
    package enum State: Int, Sendable, Comparable {
        case serving
        /// A successor has taken over: every further answer is its connection's last.
        case draining
        /// What is in flight is finished, and nothing else.
        case stopping

        package static func < (a: State, b: State) -> Bool { a.rawValue < b.rawValue }
    }

    /// What somebody asked for; it only ever becomes more urgent.
    enum Wish: Int, Sendable, Comparable {
        case serve, drain, stop, hurry

        static func < (a: Wish, b: Wish) -> Bool { a.rawValue < b.rawValue }
    }

    private let current = Broadcast(State.serving)
    private let wished = Broadcast(Wish.serve)
    private let turn: Broadcast<Bool>

    /// - Parameter awaitsTurn: whether sockets that it shares are left alone until it is told to take them.
    package init(awaitsTurn: Bool = false) {
        turn = Broadcast(!awaitsTurn)
    }

    package var state: State { current.value }

    /// The state now and whatever it becomes.
    package func states() -> AsyncStream<State> { current.values() }

    /// Returns when the process stands there or further, or the task is cancelled.
    package func reaches(_ state: State) async { await current.wait { $0 >= state } }

    // MARK: Turns

    /// Tells the process to take connections from the sockets that it shares.
    package func giveTurn() { turn.change { $0 = true } }

    /// Returns when it is the process's turn to take connections from the sockets that it shares, or the task is
    /// cancelled.
    package func hasTurn() async { await turn.wait { $0 } }

    // MARK: Wishes

    /// Asks for the long way out: a successor serves already.
    package func drain() { raise(to: .drain) }

    /// Asks for the short way out.
    package func stop() { raise(to: .stop) }

    /// Asks to end now.
    package func hurry() { raise(to: .hurry) }

    /// Asks again: once a process is on its way out, it takes the next shorter way.
    package func urge() {
        wished.change { wish in
            switch wish {
            case .serve, .drain: wish = .stop
            case .stop, .hurry: wish = .hurry
            }
        }
    }

    var wish: Wish { wished.value }

    func isWished(_ wish: Wish) async { await wished.wait { $0 >= wish } }

    private func raise(to wish: Wish) { wished.change { $0 = max($0, wish) } }

    // MARK: States

    func advance(to state: State) { current.change { $0 = max($0, state) } }
}
