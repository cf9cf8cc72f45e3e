import FoundationEssentials
import GRDB
import Synchronization
import Wire

/// Where a service says its events: in the transaction of the change that they tell of. They are durable with it, gone
/// if it is rolled back, and sent by an ``OutboxRelay`` that the commit wakes.
package final class Outbox: Sendable {
    /// The name of the process, e.g. `order-service`.
    package let service: String
    /// The names of what may be said.
    private let declared: Set<String>
    private let relays = Broadcast(0)
    private let commits = AfterCommit<Void>()

    /// - Parameter catalogue: an event that it does not publish is refused: nobody would know of it.
    package init(of catalogue: EventCatalogue) {
        service = catalogue.service
        declared = Set(catalogue.publishes.map(\.name))
    }

    /// Says an event; its sequence is the topic's next.
    ///
    /// While an event is being handled (``Inbox/handle(_:_:effect:)``), correlation, causation and trace are that
    /// event's unless they are given.
    /// - Parameters:
    ///   - key: what it happened to; events of one topic and key stay in order.
    ///   - correlation: what the events of one course have in common; nil without any handled event for this event's
    ///     own id.
    ///   - trace: the trace of the work. Take it from `RequestScope.current` before the transaction: the database's
    ///     closures run outside of it.
    /// - Returns: the event as it will be sent.
    /// - Throws: ``UndeclaredEvent``; ``Problem`` (422) if the payload is not as its schema says or the event is over
    ///   64 KiB; errors of the database.
    @discardableResult
    package func append<Payload>(
        _ database: Database, _ type: EventType<Payload>, key: String, payload: Payload, correlation: String? = nil,
        causation: String? = nil, trace: TraceContext? = nil
    ) throws -> CloudEvent {
        guard declared.contains(type.name) else { throw UndeclaredEvent(service: service, type: type.name) }
        let cause = Inbox.handling
        let data = try JSONNode(json: StrictJSON.encode(payload))
        if let complaint = type.schema.complaints(about: data).first {
            throw Problem.invalid(complaint.field, "of \(type.name) \(complaint.detail)")
        }
        let trace = trace?.traceparent ?? cause?.trace?.child().traceparent ?? RequestScope.current?.trace.traceparent
        var event = CloudEvent(
            source: EventNames.source(of: service), type: type.name, subject: key, topic: type.topic,
            sequence: try OutboxTable.nextSequence(database, topic: type.topic),
            correlationid: correlation ?? cause?.correlationid ?? "", causationid: causation ?? cause?.id,
            traceparent: trace, data: data)
        if event.correlationid.isEmpty { event.correlationid = event.id }
        if let complaint = event.complaint { throw Problem.invalid(complaint.field, complaint.detail) }
        try OutboxTable.insert(database, event)
        commits.add((), database) { [relays] _ in relays.change { $0 += 1 } }
        return event
    }

    /// Ticks once at first and after commits that appended something.
    func wakeUps() -> AsyncStream<Int> { relays.values() }
}

/// A service wanted to say an event that its catalogue does not publish.
package struct UndeclaredEvent: Error, Equatable {
    package let service: String
    package let type: String
}

extension CloudEvent {
    package var trace: TraceContext? { traceparent.flatMap(TraceContext.init(traceparent:)) }
}
