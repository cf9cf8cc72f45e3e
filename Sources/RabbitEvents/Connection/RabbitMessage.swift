import NIOCore

/// A message that has come.
struct RabbitMessage: Sendable {
    /// What a message carries.
    struct Content: Sendable {
        var type = ""
        /// How often it was given back before, by whomever (header `x-delivery-count` of quorum queues).
        var returns = 0
        /// Where it stands in a stream (header `x-stream-offset`).
        var offset: Int64 = 0
        var body = ByteBuffer()
    }

    /// The queue that it comes from.
    var queue: String
    /// By which it is acknowledged on its channel.
    var tag: UInt64
    /// The routing key under which it was published.
    var route: String
    var content = Content()

    var contentType: String { content.type }
    var body: ByteBuffer { content.body }
}

/// A message to be published: durable, and mandatory, so that one that no queue takes is refused and not lost.
struct RabbitPublication: Sendable {
    /// Empty for the queue that is named like the route (AMQP 0-9-1, section 3.1.3.1).
    var exchange = ""
    var route: String
    var contentType: String
    /// What the message is known by in RabbitMQ's own tools.
    var id: String
    var body: ByteBuffer
}
