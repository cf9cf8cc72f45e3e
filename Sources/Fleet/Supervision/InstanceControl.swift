import Dispatch
import Glibc
import Synchronization

/// Where the wish to end an instance meets the process that it presently is.
final class InstanceControl: Sendable {
    private struct State {
        var pid: Int32?
        /// Of its process, if that shares a socket.
        var lifeline: Lifeline?
        var farewell: Farewell?
        var isKeptAlive: Bool
        var standsBehind: Bool
        var awaitsTurn: Bool
        /// Its last process has ended.
        var isOver = false
    }

    private let state: Mutex<State>
    /// How long the process may take from `stop` to its end, before it is killed.
    private let stopSeconds: Int

    init(_ plan: InstancePlan) {
        stopSeconds = plan.process.timeouts.stopSeconds
        state = Mutex(
            State(isKeptAlive: plan.isKeptAlive, standsBehind: plan.standsBehind, awaitsTurn: plan.awaitsTurn))
    }

    /// Called when its process has ended: whether it is to be started again. If not, that is final.
    func restarts() -> Bool {
        state.withLock { state in
            state.isOver = state.farewell != nil || !state.isKeptAlive
            return !state.isOver
        }
    }

    var farewell: Farewell? { state.withLock(\.farewell) }

    /// From now on it is started again when it ends.
    /// - Returns: false if it is too late for that.
    func keepAlive() -> Bool {
        state.withLock { state in
            guard !state.isOver, state.farewell == nil else { return false }
            state.isKeptAlive = true
            return true
        }
    }

    /// Signals the process; one that has not been started yet ends as soon as it is. A gentler wish than an earlier one
    /// changes nothing.
    func end(_ farewell: Farewell) {
        state.withLock { state in
            guard farewell >= state.farewell ?? farewell else { return }
            state.farewell = farewell
            signal(state.pid, farewell)
        }
    }

    /// - Parameter lifeline: of a process that shares a socket.
    func began(_ pid: Int32, _ lifeline: Lifeline?) {
        state.withLock { state in
            state.pid = pid
            state.lifeline = lifeline
            if !state.awaitsTurn { lifeline?.giveTurn() }
            if state.standsBehind { SessionPriority.behind.apply(to: pid) }
            if let farewell = state.farewell { signal(pid, farewell) }
        }
    }

    /// From now on it has the same part of the processors as the others.
    func bringForward() async {
        for _ in 0..<20 {
            let isDone = state.withLock { state in
                guard state.standsBehind else { return true }
                if let pid = state.pid, !SessionPriority.normal.apply(to: pid) { return false }
                state.standsBehind = false
                return true
            }
            if isDone { return }
            try? await Task.sleep(for: .milliseconds(25))
        }
    }

    /// From now on it takes connections from the socket that it shares, whenever it runs.
    func giveTurn() {
        state.withLock { state in
            guard state.awaitsTurn else { return }
            state.awaitsTurn = false
            state.lifeline?.giveTurn()
        }
    }

    private func signal(_ pid: Int32?, _ farewell: Farewell) {
        guard let pid else { return }
        kill(-pid, farewell.signal)
        guard farewell == .stop else { return }
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(stopSeconds)) { [self] in end(.kill) }
    }

    /// Called before the process is waited for no more: afterwards its number may be another's.
    func ended() {
        state.withLock { state in
            state.pid = nil
            state.lifeline = nil
        }
    }
}
