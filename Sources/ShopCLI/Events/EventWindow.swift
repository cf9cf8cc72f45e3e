import BrokerAPI
import RabbitEvents
import Synchronization

/// The newest records of a stream that a query asks for. It is read from its beginning: until all that was there has
/// come, what may still be too old is kept back.
final class EventWindow: Sendable {
    private struct State {
        var kept: [LogEntry] = []
        var isOpen = false
    }

    private let limit: Int
    private let isWanted: @Sendable (LogEntry) -> Bool
    private let state = Mutex(State())

    init(_ query: LogQuery) {
        limit = query.last ?? query.limit
        isWanted = { entry in
            // Of a damaged record nobody knows what it was about.
            guard let event = entry.event else {
                return query.topic == nil && query.type == nil && query.subject == nil
            }
            return (query.topic.map { $0 == event.topic } ?? true) && (query.type.map { $0 == event.type } ?? true)
                && (query.subject.map { $0 == event.subject } ?? true)
        }
    }

    /// For one event.
    init(id: String) {
        limit = 1
        isWanted = { $0.event?.id == id }
    }

    /// - Returns: what is to be shown at once.
    func take(_ record: RabbitLog.Record) -> [LogEntry] {
        let entry = LogEntry(
            position: record.position, receivedAt: record.event?.time.milliseconds ?? 0, event: record.event)
        guard isWanted(entry) else { return [] }
        return state.withLock { state in
            if state.isOpen { return [entry] }
            state.kept.append(entry)
            if state.kept.count > limit { state.kept.removeFirst() }
            return []
        }
    }

    /// All that was there has come.
    /// - Returns: what is to be shown of it.
    func open() -> [LogEntry] {
        state.withLock { state in
            state.isOpen = true
            defer { state.kept = [] }
            return limit > 0 ? state.kept : []
        }
    }
}
