import Wire

/// What the engine makes in RabbitMQ, and by which names an operator finds it there.
///
/// Every event is published to the topic exchange `shop.events` with its topic and type as the route. The stream
/// `shop.log` takes all of them, for groups that are new and for people who look. A group such as `catalog-service` has
/// a quorum queue for each topic that it hears (`catalog-service.orders`), one for what a rejected event holds back
/// (`catalog-service:held`), and one in which people find what is parked (`catalog-service:parked`).
enum Topology {
    static let events = "shop.events"
    static let log = "shop.log"
    /// The dead-letter exchange.
    static let parked = "shop.parked"

    /// How long the log keeps an event, and how much of them.
    private static let retention: (age: String, bytes: Int64, segment: Int64) = ("31D", 1 << 30, 16 << 20)
    /// How often RabbitMQ gives a message of a topic's queue before it is dead-lettered. It is a backstop: a consumer
    /// parks an event in good order long before; see ``KeyLanes/patience``.
    private static let deliveryLimit: Int64 = 100
    /// For queues that hold nothing but what is waited for: every start of a consumer is a delivery.
    private static let noLimit: Int64 = 1_000_000_000

    static func route(of event: CloudEvent) -> String { "\(event.topic).\(event.type)" }

    static func declareEvents(on connection: RabbitConnection) throws {
        try connection.declareExchange(events, type: "topic")
        try connection.declareExchange(parked, type: "direct")
        if try connection.look(at: log) == nil { try LogBirth.run(on: connection) }
        try connection.bind(log, to: events, route: "#")
    }

    static func declareLog(on connection: RabbitConnection) throws {
        try connection.declareQueue(
            log,
            [
                "x-queue-type": .text("stream"), "x-max-age": .text(retention.age),
                "x-max-length-bytes": .whole(retention.bytes),
                "x-stream-max-segment-size-bytes": .whole(retention.segment),
            ])
    }

    /// A quorum queue with one active consumer: what one that is gone had not settled comes first to the next.
    fileprivate static func quorum(_ group: RabbitGroup, limit: Int64) -> [String: AMQPValue] {
        [
            "x-queue-type": .text("quorum"), "x-single-active-consumer": .truth(true),
            "x-delivery-limit": .whole(limit), "x-dead-letter-exchange": .text(parked),
            "x-dead-letter-routing-key": .text(group.name), "x-dead-letter-strategy": .text("at-least-once"),
            "x-overflow": .text("reject-publish"),
        ]
    }

    fileprivate static let topicLimit = deliveryLimit
    fileprivate static let heldLimit = noLimit

    fileprivate static var viewed: [String: AMQPValue] {
        ["x-queue-type": .text("quorum"), "x-delivery-limit": .whole(noLimit)]
    }
}

/// A group's queues.
struct RabbitGroup: Sendable, Hashable {
    let name: String

    var held: String { "\(name):held" }
    var parked: String { "\(name):parked" }
    func live(_ topic: String) -> String { "\(name).\(topic)" }
    /// What was said of a topic before the group heard it; there only until it is handled.
    func history(_ topic: String) -> String { "\(name).\(topic):history" }

    /// What every group has.
    func declare(on connection: RabbitConnection) throws {
        try connection.declareQueue(held, Topology.quorum(self, limit: Topology.heldLimit))
        try connection.declareQueue(parked, Topology.viewed)
        try connection.bind(parked, to: Topology.parked, route: name)
    }

    /// What comes of a topic from now on.
    func declareLive(_ topic: String, on connection: RabbitConnection) throws {
        try connection.declareQueue(live(topic), Topology.quorum(self, limit: Topology.topicLimit))
        try connection.bind(live(topic), to: Topology.events, route: "\(topic).#")
    }

    func declareHistory(of topic: String, on connection: RabbitConnection) throws {
        try connection.declareQueue(history(topic), Topology.quorum(self, limit: Topology.topicLimit))
    }

    func forget(_ topic: String, on connection: RabbitConnection) throws {
        try connection.deleteQueue(live(topic))
        try connection.deleteQueue(history(topic))
    }
}
