import BrokerAPI
import Logging
import Wire

/// The embedded engine: the process `broker`, over HTTP.
package struct BrokerEngine: EventEngine, EventFollowing {
    private let client: BrokerClient
    private let consumer: String
    private let logger: Logger

    /// - Parameter consumer: who asks for events, unique in its group. A process that alone is its group keeps the name
    ///   over restarts, so that it gets at once what it held when it died.
    package init(_ client: BrokerClient, consumer: String, logger: Logger) {
        self.client = client
        self.consumer = consumer
        self.logger = logger
    }

    package func publish(_ events: [CloudEvent]) async throws {
        try await client.publish(events)
    }

    package func consume(
        group: String, topics: [String], handle: @escaping @Sendable (Delivery) async -> Verdict
    ) async throws {
        try await BrokerListening(
            client: client, group: group, topics: topics, consumer: consumer, logger: logger, handle: handle
        ).run()
    }

    package func follow(
        topics: [String], handle: @escaping @Sendable (FollowedNews) async -> Void
    ) async throws {
        try await BrokerFollowing(client: client, topics: Set(topics), logger: logger, handle: handle).run()
    }
}

extension Chassis {
    /// What carries events, as the setting `shop.broker` says; nothing for a process that nobody is to notice.
    /// - Parameter distributed: makes the engine at an `amqp://` or `amqps://` URL. Only processes that talk by events
    ///   carry its library; the chassis does not.
    /// - Throws: ``SettingsError`` for an engine that there is not. A URL is not in it: it may have a password.
    package func eventEngine(
        distributed: (_ url: String, _ logger: Logger) throws -> any EventEngine
    ) throws -> any EventEngine {
        guard settings.registry?.isRegistered != false else { return SilentEngine() }
        if settings.broker.hasPrefix("amqp://") || settings.broker.hasPrefix("amqps://") {
            do {
                return try distributed(settings.broker, logger)
            } catch {
                throw SettingsError(key: "SHOP_BROKER", detail: "is no URL of a RabbitMQ: \(error)")
            }
        }
        guard settings.broker == "embedded" else {
            throw SettingsError(key: "SHOP_BROKER", detail: "must be embedded, or a URL with amqp:// or amqps://")
        }
        // Who owns a database is alone in its group.
        let consumer = settings.isWriter ? settings.name : settings.registry?.instance ?? settings.name
        // Relay and consumer wait between their tries by themselves. A breaker would do harm: half open it lets one
        // call through, and if that one asks for news, it takes as long as there are none; nobody could publish any.
        var breaker = CircuitBreaker.Settings()
        breaker.minimumCalls = .max
        return BrokerEngine(
            BrokerClient(client(of: BrokerClient.serviceName, timeout: .seconds(5), breaker: breaker)),
            consumer: consumer, logger: logger)
    }
}
