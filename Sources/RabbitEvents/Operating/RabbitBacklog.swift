/// How a group's queues stand. RabbitMQ tells by AMQP what is ready in them, and not what is with a consumer.
package struct RabbitBacklog: Sendable, Hashable {
    /// Messages of the topics' queues that no consumer has been given.
    package private(set) var ready = 0
    /// Consumers that are there: one is active, the others wait for its end.
    package private(set) var consumers = 0

    /// - Returns: nil if there is no such group.
    /// - Throws: ``RabbitError``.
    package static func read(_ url: String, group: String, topics: [String]) async throws -> RabbitBacklog? {
        let link = RabbitLink(try RabbitURL(url))
        let result: Result<RabbitBacklog?, any Error>
        do {
            result = .success(try await link.perform { try read(RabbitGroup(name: group), topics, on: $0) })
        } catch {
            result = .failure(error)
        }
        await link.close()
        return try result.get()
    }

    private static func read(
        _ group: RabbitGroup, _ topics: [String], on connection: RabbitConnection
    ) throws -> RabbitBacklog? {
        guard let held = try connection.look(at: group.held) else { return nil }
        var backlog = RabbitBacklog()
        backlog.consumers = held.consumers
        for queue in topics.flatMap({ [group.live($0), group.history($0)] }) {
            backlog.ready += try connection.look(at: queue)?.ready ?? 0
        }
        return backlog
    }
}
