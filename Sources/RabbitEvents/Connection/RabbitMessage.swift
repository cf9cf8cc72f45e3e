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
        /// Why it was parked, and when in milliseconds since 1970, if whoever parked it has said so.
        var parking: (reason: String, at: Int)?
        var body = ByteBuffer()

        /// What of it may be shown to people who must make out what it is.
        var summary: String {
            let head = String(decoding: body.readableBytesView.prefix(200), as: UTF8.self)
            let shown = head.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : String($0) }
            return "\(body.readableBytes) bytes of \(type.isEmpty ? "no type" : type): \(shown.joined())"
        }
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
    var headers: [String: AMQPValue] = [:]
    var body: ByteBuffer
}

/// Headers of messages that nobody can read and that are parked as they came.
enum ParkingHeader {
    static let reason = "x-parked-because"
    /// Milliseconds since 1970.
    static let time = "x-parked-at"
}
