import GRDB
import Logging
import ServiceLifecycle
import Synchronization
import Wire

/// Hears events for a service and gives each to its handler: once in effect, whatever the engine repeats.
package struct EventConsumer: Service {
    private let group: String
    private let topics: [String]
    private let handlers: [String: EventHandler]
    private let file: SharedCommit
    private let engine: any EventEngine
    private let counts: ConsumerCounts
    private let strangers = StrangeKinds()
    private let logger: Logger

    /// - Parameters:
    ///   - group: the service's name: its instances share the work.
    ///   - handlers: one for each kind of event; their topics are those that the group listens to.
    ///   - metrics: where handled, repeated, unknown and rejected events are counted.
    package init(
        group: String, handlers: [EventHandler], file: SharedCommit, engine: any EventEngine,
        metrics: Metrics, logger: Logger
    ) {
        self.group = group
        self.topics = Set(handlers.map(\.type.topic)).sorted()
        self.handlers = .init(handlers.map { ($0.type.name, $0) }) { _, last in last }
        precondition(self.handlers.count == handlers.count, "one handler for each kind of event")
        self.file = file
        self.engine = engine
        self.logger = logger
        counts = ConsumerCounts()
        metrics.add(counts.events)
    }

    /// The names of what it handles.
    package var kinds: Set<String> { Set(handlers.keys) }

    package func run() async throws {
        try? await cancelWhenGracefulShutdown { try await listen() }
    }

    private func listen() async throws {
        var backoff = Backoff()
        while true {
            do {
                try await engine.consume(group: group, topics: topics, handle: handle)
            } catch {
                try Task.checkCancellation()
                logger.warning("events are not heard for now", metadata: ["error": "\(error)"])
                try await Task.sleep(for: backoff.pause())
            }
        }
    }

    // MARK: One event

    /// Handles a delivery: what an engine calls.
    package func handle(_ delivery: Delivery) async -> Verdict {
        let event = delivery.event
        var backoff = Backoff()
        while true {
            if Task.isCancelled { return .release }
            do {
                let outcome = try await effect(of: event)
                counts.count(event, outcome)
                if outcome == .unknown { tell(of: event) }
                return .acknowledge
            } catch let error where StorageFailure(error) != nil {
                // The disk's fault is not the event's: it waits here rather than being parked.
                logger.error("an event waits for the database", metadata: metadata(delivery, error))
                await pause(backoff.pause())
            } catch {
                counts.count(event, .rejected)
                logger.error("an event is rejected", metadata: metadata(delivery, error))
                return .reject(Self.reason(error))
            }
        }
    }

    private func effect(of event: CloudEvent) async throws -> ConsumerCounts.Outcome {
        // An unknown kind is recorded too, else its absence would cut the inbox's ranges into pieces.
        let handler = handlers[event.type]
        let isNew = try await file.write { database in
            try Inbox().handle(database, event) { try handler?.effect($0, event) }
        }
        guard isNew else { return .repeated }
        return handler == nil ? .unknown : .handled
    }

    /// Says once of each kind that it has no handler here. Of a topic's other kinds that is ordinary; another version
    /// of one that has a handler was published before this service could understand it.
    private func tell(of event: CloudEvent) {
        guard strangers.isNew(event.type) else { return }
        let name = StrangeKinds.name(of: event.type)
        let isVersion = handlers.keys.contains { StrangeKinds.name(of: $0) == name }
        logger.log(
            level: isVersion ? .warning : .info,
            isVersion
                ? "events of a version that has no handler are let go"
                : "events of a kind that has no handler are let go",
            metadata: ["type": "\(event.type)", "event": "\(event.id)"])
    }

    private func metadata(_ delivery: Delivery, _ error: any Error) -> Logger.Metadata {
        [
            "event": "\(delivery.event.id)", "type": "\(delivery.event.type)", "attempt": "\(delivery.attempt)",
            "trace": "\(delivery.event.trace?.traceID ?? "")", "error": "\(Self.reason(error))",
        ]
    }

    private static func reason(_ error: any Error) -> String {
        let text = (error as? Problem).map { $0.detail ?? $0.title } ?? "\(error)"
        return String(text.prefix(500))
    }
}

/// Kinds of events that have come and have no handler.
private final class StrangeKinds: Sendable {
    private let kinds = Mutex<Set<String>>([])
    /// Names come from others.
    private static let limit = 1_000

    func isNew(_ type: String) -> Bool {
        kinds.withLock { $0.count < Self.limit && $0.insert(type).inserted }
    }

    /// `shop.order.placed` of `shop.order.placed.v1`.
    static func name(of type: String) -> Substring {
        guard let dot = type.lastIndex(of: "."), type[dot...].dropFirst().first == "v" else { return type[...] }
        return type[..<dot]
    }
}

/// What became of the events that came.
struct ConsumerCounts: Sendable {
    enum Outcome: String {
        case handled, repeated, unknown, rejected
    }

    let events = Counter("shop_events_consumed_total", help: "Events that came, by topic and what became of them.")

    func count(_ event: CloudEvent, _ outcome: Outcome) {
        events.increment(["topic": event.topic, "outcome": outcome.rawValue])
    }
}
