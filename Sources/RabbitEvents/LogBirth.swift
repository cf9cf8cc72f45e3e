/// How the log comes to be in a RabbitMQ that has none.
///
/// A server writes down within a second of its first stream that it has streams at all: Ra's register of names is
/// saved half a second after its last change (`ra_directory`, until rabbitmq/ra#443). If it is killed before that,
/// the stream is out of reach for good, and nothing can remove it. So another stream is made first, and the log when
/// that has been written down.
enum LogBirth {
    /// Twice what it takes.
    private static let writing = Duration.seconds(2)
    /// As many servers may be killed in their first second.
    private static let attempts = 100

    static func run(on connection: RabbitConnection) throws {
        let first = try declareFirst(on: connection)
        try connection.rest(writing)
        try Topology.declareLog(on: connection)
        try connection.deleteQueue(first)
    }

    /// - Returns: the name of a stream that can be reached.
    private static func declareFirst(on connection: RabbitConnection) throws -> String {
        for number in 1...attempts {
            let name = "shop.first.\(number)"
            do {
                try connection.declareQueue(name, ["x-queue-type": .text("stream")])
                return name
            } catch let error as RabbitError where error.isOutOfReach {
                try connection.reopenChannel()
            }
        }
        throw RabbitError("making the log: RabbitMQ makes no stream that it finds again")
    }
}
