import Logging
import Wire

/// The distributed engine: RabbitMQ, for a shop that has outgrown one machine.
package struct RabbitEngine: EventEngine, EventFollowing {
    private let url: RabbitURL
    private let logger: Logger
    private let publisher: RabbitLink

    /// Nothing is connected yet: that is when it is used.
    /// - Parameter url: as ``RabbitURL`` says.
    /// - Throws: ``RabbitError`` for a URL that is none.
    package init(_ url: String, logger: Logger) throws {
        self.url = try RabbitURL(url)
        self.logger = logger
        publisher = RabbitLink(self.url, isLasting: true, prepare: Topology.declareEvents)
    }

    package func publish(_ events: [CloudEvent]) async throws {
        try await publisher.publish(events.map { try RabbitPublication($0) })
    }

    package func consume(
        group: String, topics: [String], handle: @escaping @Sendable (Delivery) async -> Verdict
    ) async throws {
        try await RabbitListening(
            group: RabbitGroup(name: group), topics: topics, url: url, logger: logger, handle: handle
        ).run()
    }

    package func follow(
        topics: [String], handle: @escaping @Sendable (FollowedNews) async -> Void
    ) async throws {
        try await RabbitFollowing(topics: topics, url: url, logger: logger, handle: handle).run()
    }
}
