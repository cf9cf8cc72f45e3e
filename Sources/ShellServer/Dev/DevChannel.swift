import FoundationEssentials
import Synchronization
import Wire

/// What a shell that was started for development tells the open browsers: that a release has come into force, or what
/// keeps one from being made.
final class DevChannel: Sendable {
    enum Event: Sendable, Equatable {
        case reload(server: String)
        /// Text for the person who develops; empty takes it back.
        case message(String)
    }

    struct Numbered: Sendable, Equatable {
        let number: Int
        let event: Event
    }

    private struct State {
        var lastNumber = 0
        /// The newest of each kind: a text stands until another one takes its place, whatever is reloaded meanwhile.
        var reload: Numbered?
        var message: Numbered?
        var listeners: [Int: AsyncStream<Numbered>.Continuation] = [:]
        var nextListener = 0
        /// The release of each fragment server that new visitors get.
        var inForce: [String: String] = [:]

        func news(after number: Int?) -> [Numbered] {
            guard let number else { return [message].compactMap(\.self).filter { $0.event != .message("") } }
            let newest = [reload, message].compactMap(\.self).sorted { $0.number < $1.number }
            // A number that was never given is another shell's, the one before.
            return number > lastNumber ? newest : newest.filter { $0.number > number }
        }
    }

    private let state = Mutex(State())
    /// Held through a change and its telling. `state` is not: to wake a task needs what its cancellation holds, and
    /// that wants `state`, to take the watcher off.
    private let turn = Mutex<Void>(())

    func send(_ event: Event) {
        turn.withLock { _ in
            let (numbered, listeners) = state.withLock { state in
                state.lastNumber += 1
                let numbered = Numbered(number: state.lastNumber, event: event)
                switch event {
                case .reload: state.reload = numbered
                case .message: state.message = numbered
                }
                return (numbered, Array(state.listeners.values))
            }
            for listener in listeners { listener.yield(numbered) }
        }
    }

    /// What is sent from now on, and at once what a browser has missed since the event `number`; one that has just come
    /// is shown a message that still stands.
    func events(after number: Int?) -> AsyncStream<Numbered> {
        let (events, continuation) = AsyncStream.makeStream(of: Numbered.self)
        let key = state.withLock { state in
            for event in state.news(after: number) { continuation.yield(event) }
            state.nextListener += 1
            state.listeners[state.nextListener] = continuation
            return state.nextListener
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.listeners.removeValue(forKey: key) }
        }
        return events
    }

    /// Compares what discovery says with what it said before.
    func note(_ directory: Directory, isKnown: (_ server: String, _ release: String) -> Bool) {
        for server in directory.fragmentServers {
            let instances = directory.instances(of: server)
            guard let release = ReleaseChoice.order(of: instances, bucket: nil).first, isKnown(server, release),
                let before = state.withLock({ $0.inForce.updateValue(release, forKey: server) }),
                before != release
            else { continue }
            send(.reload(server: server))
        }
    }
}
