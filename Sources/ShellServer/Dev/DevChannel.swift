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
        var last: Numbered?
        var listeners: [Int: AsyncStream<Numbered>.Continuation] = [:]
        var nextListener = 0
        /// The release of each fragment server that new visitors get.
        var inForce: [String: String] = [:]
    }

    private let state = Mutex(State())

    func send(_ event: Event) {
        state.withLock { state in
            let numbered = Numbered(number: (state.last?.number ?? 0) + 1, event: event)
            state.last = numbered
            for listener in state.listeners.values { listener.yield(numbered) }
        }
    }

    /// What is sent from now on, and at once what a browser has missed since the event `number`; one that has just come
    /// is shown a message that still stands.
    func events(after number: Int?) -> AsyncStream<Numbered> {
        let (events, continuation) = AsyncStream.makeStream(of: Numbered.self)
        let key = state.withLock { state in
            if let last = state.last, Self.isNews(last, after: number) { continuation.yield(last) }
            state.nextListener += 1
            state.listeners[state.nextListener] = continuation
            return state.nextListener
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.listeners.removeValue(forKey: key) }
        }
        return events
    }

    private static func isNews(_ last: Numbered, after number: Int?) -> Bool {
        if let number { return last.number != number }
        guard case .message(let text) = last.event else { return false }
        return !text.isEmpty
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
