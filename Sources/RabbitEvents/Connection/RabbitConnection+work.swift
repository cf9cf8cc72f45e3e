import CRabbitMQ
import NIOCore

// What a connection can do. All of it is called on the connection's own thread.

extension RabbitConnection {
    // MARK: Exchanges and queues

    /// Makes a durable exchange, if there is none of the name.
    func declareExchange(_ name: String, type: String) throws {
        var memory = AMQPMemory()
        amqp_exchange_declare(
            state, Self.channel, memory.text(name), memory.text(type), 0, 1, 0, 0, amqp_empty_table)
        try check("making the exchange \(name)")
    }

    /// Makes a durable queue, if there is none of the name.
    /// - Returns: how many messages are ready in it.
    @discardableResult
    func declareQueue(_ name: String, _ arguments: [String: AMQPValue]) throws -> Int {
        var memory = AMQPMemory()
        let answer = amqp_queue_declare(
            state, Self.channel, memory.text(name), 0, 1, 0, 0, memory.table(arguments))
        try check("making the queue \(name)")
        return Int(answer?.pointee.message_count ?? 0)
    }

    /// How many messages a durable queue has ready, and how many consumers.
    /// - Returns: nil if there is none of the name.
    /// - Throws: ``RabbitError``, also for one that is there and out of reach.
    func look(at name: String) throws -> (ready: Int, consumers: Int)? {
        var memory = AMQPMemory()
        let answer = amqp_queue_declare(state, Self.channel, memory.text(name), 1, 1, 0, 0, amqp_empty_table)
        do {
            try check("looking for the queue \(name)")
            return answer.map { (Int($0.pointee.message_count), Int($0.pointee.consumer_count)) }
        } catch let error as RabbitError where error.isAbsence {
            try reopenChannel()
            return nil
        }
    }

    /// Makes a queue that nobody else may use, and that goes with the connection.
    func declareOwnQueue(_ name: String) throws {
        var memory = AMQPMemory()
        amqp_queue_declare(state, Self.channel, memory.text(name), 0, 0, 1, 1, amqp_empty_table)
        try check("making the queue \(name)")
    }

    /// A queue that there is not is no error.
    func deleteQueue(_ name: String) throws {
        var memory = AMQPMemory()
        amqp_queue_delete(state, Self.channel, memory.text(name), 0, 0)
        try check("deleting the queue \(name)")
    }

    func bind(_ queue: String, to exchange: String, route: String) throws {
        var memory = AMQPMemory()
        amqp_queue_bind(
            state, Self.channel, memory.text(queue), memory.text(exchange), memory.text(route), amqp_empty_table)
        try check("binding the queue \(queue)")
    }

    // MARK: Messages

    /// Sends publications; the answer comes when the server has answered for all.
    func publish(_ publications: [RabbitPublication], answer: @escaping Confirms.Answer) throws {
        if isBlocked { return answer(Self.blocked) }
        confirms.expect(publications.count, answer: answer)
        for publication in publications {
            var memory = AMQPMemory()
            var properties = amqp_basic_properties_t()
            properties._flags = amqp_flags_t(
                AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_MESSAGE_ID_FLAG
                    | (publication.headers.isEmpty ? 0 : AMQP_BASIC_HEADERS_FLAG))
            properties.content_type = memory.text(publication.contentType)
            properties.delivery_mode = UInt8(AMQP_DELIVERY_PERSISTENT.rawValue)
            // A short string has at most 255 bytes (AMQP 0-9-1, section 4.2.5.3).
            properties.message_id = memory.bytes(publication.id.utf8.prefix(255))
            properties.headers = memory.table(publication.headers)
            let status = amqp_basic_publish(
                state, Self.channel, memory.text(publication.exchange), memory.text(publication.route), 1, 0,
                &properties, memory.bytes(publication.body.readableBytesView))
            try check(status: status, "publishing")
        }
    }

    /// Has the queue's messages sent, at most `prefetch` that are not acknowledged at a time.
    /// - Parameter isSettledAtOnce: whether what is sent counts as acknowledged.
    func consume(
        _ queue: String, prefetch: UInt16, _ arguments: [String: AMQPValue] = [:], isSettledAtOnce: Bool = false
    ) throws {
        amqp_basic_qos(state, Self.channel, 0, prefetch, 0)
        try check("bounding what comes")
        var memory = AMQPMemory()
        amqp_basic_consume(
            state, Self.channel, memory.text(queue), memory.text(queue), 0, isSettledAtOnce ? 1 : 0, 0,
            memory.table(arguments))
        try check("listening to the queue \(queue)")
    }

    /// Has nothing more sent of the queue. It is no error if nothing was.
    func cancel(_ queue: String) throws {
        var memory = AMQPMemory()
        amqp_basic_cancel(state, Self.channel, memory.text(queue))
        try check("listening no more to the queue \(queue)")
    }

    func acknowledge(_ tag: UInt64) throws {
        try check(status: amqp_basic_ack(state, Self.channel, tag, 0), "acknowledging")
    }

    /// Takes one message without having subscribed.
    /// - Returns: nil if none is ready.
    func get(_ queue: String) throws -> RabbitMessage? {
        var memory = AMQPMemory()
        let reply = amqp_basic_get(state, Self.channel, memory.text(queue), 0)
        try reply.check("reading the queue \(queue)")
        if Int(reply.reply.id) == shop_amqp_basic_get_empty { return nil }
        let got = try reply.reply.read(amqp_basic_get_ok_t.self)
        var message = RabbitMessage(queue: queue, tag: got.delivery_tag, route: String(got.routing_key))
        message.content = try content()
        return message
    }
}
