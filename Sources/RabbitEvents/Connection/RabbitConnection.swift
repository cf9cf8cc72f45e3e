import CRabbitMQ
import Glibc
import NIOCore

/// A connection with one channel, of the thread that has made it: rabbitmq-c blocks, and knows no second thread.
final class RabbitConnection {
    let state: amqp_connection_state_t
    var confirms = Confirms()
    /// Whether the server takes no publications for now, because memory or disk run out there.
    private(set) var isBlocked = false
    /// Nothing that is published meanwhile is answered for: whoever publishes is told at once and comes again.
    static let blocked = RabbitError("RabbitMQ takes nothing for now: memory or disk run out there")
    static let channel: amqp_channel_t = 1

    private static let patience = timeval(tv_sec: 10, tv_usec: 0)
    private static let largestFrame: Int32 = 128 << 10

    /// Connects, enters, and opens a channel on which publications are confirmed.
    /// - Throws: ``RabbitError``.
    init(_ url: RabbitURL) throws {
        guard let state = amqp_new_connection() else { throw RabbitError("connecting: memory has run out") }
        self.state = state
        try Self.open(url, state)
        try enter(url)
        try openChannel()
    }

    deinit {
        amqp_destroy_connection(state)
    }

    var socket: Int32 { amqp_get_sockfd(state) }

    /// Says goodbye, so that the server has seen all that was sent before.
    func close() throws {
        try amqp_channel_close(state, Self.channel, AMQP_REPLY_SUCCESS).check("closing the channel")
        try amqp_connection_close(state, AMQP_REPLY_SUCCESS).check("closing the connection")
    }

    /// - Throws: ``RabbitError`` if the last question was not answered as hoped.
    func check(_ work: String) throws { try amqp_get_rpc_reply(state).check(work) }

    func check(status: Int32, _ work: String) throws {
        if status != AMQP_STATUS_OK.rawValue { throw RabbitError(status: status, while: work) }
    }

    // MARK: Opening

    private static func open(_ url: RabbitURL, _ state: amqp_connection_state_t) throws {
        let work = "connecting to \(url)"
        var patience = patience
        amqp_set_handshake_timeout(state, &patience)
        amqp_set_rpc_timeout(state, &patience)
        let socket = url.tls == nil ? amqp_tcp_socket_new(state) : amqp_ssl_socket_new(state)
        guard let socket else { throw RabbitError("\(work): memory has run out") }
        if let tls = url.tls { try secure(socket, tls) }
        let status = amqp_socket_open_noblock(socket, url.host, Int32(url.port), &patience)
        if status != AMQP_STATUS_OK.rawValue { throw RabbitError(status: status, at: url, while: work) }
    }

    private static func secure(_ socket: OpaquePointer, _ tls: RabbitURL.TLS) throws {
        amqp_ssl_socket_set_verify_peer(socket, tls.isVerified ? 1 : 0)
        amqp_ssl_socket_set_verify_hostname(socket, tls.isVerified ? 1 : 0)
        amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST)
        if tls.isVerified, amqp_ssl_socket_set_cacert(socket, tls.authorities) != AMQP_STATUS_OK.rawValue {
            throw RabbitError(
                "the authorities' certificates in \(tls.authorities) cannot be read; cacertfile=FILE in the URL names "
                    + "a file in PEM format")
        }
        guard let certificate = tls.certificate, let key = tls.key else { return }
        if amqp_ssl_socket_set_key(socket, certificate, key) != AMQP_STATUS_OK.rawValue {
            throw RabbitError(
                "certificate \(certificate) and key \(key) cannot be used; certfile=FILE and keyfile=FILE "
                    + "in the URL name files in PEM format that belong together")
        }
    }

    private func openChannel() throws {
        amqp_channel_open(state, Self.channel)
        try check("opening a channel")
        amqp_confirm_select(state, Self.channel)
        try check("asking for confirms")
        confirms = Confirms()
    }

    /// Goes on after a refusal, with which the server has closed the channel (AMQP 0-9-1, section 1.5.2.5). Nothing may
    /// be published or heard yet.
    func reopenChannel() throws {
        var answer = amqp_channel_close_ok_t()
        let status = amqp_send_method(
            state, Self.channel, amqp_method_number_t(shop_amqp_channel_close_ok), &answer)
        try check(status: status, "closing the channel")
        try openChannel()
    }

    /// Lets time pass. A loss of the connection ends it.
    func rest(_ time: Duration) throws {
        let end = ContinuousClock.now + time
        while ContinuousClock.now < end {
            var ear = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            _ = poll(&ear, 1, Int32(max(1, ContinuousClock.now.duration(to: end) / .milliseconds(1))))
            _ = try next()
        }
    }

    private func enter(_ url: RabbitURL) throws {
        var memory = AMQPMemory()
        var properties = memory.table([
            "product": .text("murmuration"),
            "capabilities": .table(["connection.blocked": .truth(true), "publisher_confirms": .truth(true)]),
        ])
        try shop_amqp_login(
            state, url.vhost, Self.largestFrame, Int32(url.heartbeat), &properties, url.user, url.password
        ).check("entering \(url)")
    }

    // MARK: What comes

    /// What has come, one at a time; nil if there is nothing. It also keeps up the heartbeat.
    /// - Throws: ``RabbitError`` when the connection or its channel is no more.
    func next() throws -> RabbitMessage? {
        while true {
            amqp_maybe_release_buffers(state)
            var frame = amqp_frame_t()
            var now = timeval()
            let status = amqp_simple_wait_frame_noblock(state, &frame, &now)
            if status == AMQP_STATUS_TIMEOUT.rawValue { return nil }
            try check(status: status, "listening")
            guard frame.frame_type == UInt8(AMQP_FRAME_METHOD) else { continue }
            if let message = try take(frame.payload.method) { return message }
        }
    }

    private func take(_ method: amqp_method_t) throws -> RabbitMessage? {
        switch Int(method.id) {
        case shop_amqp_basic_deliver:
            return try message(of: method.read(amqp_basic_deliver_t.self))
        case shop_amqp_basic_ack:
            let ack = try method.read(amqp_basic_ack_t.self)
            confirms.settle(ack.delivery_tag, isMultiple: ack.multiple != 0, refusal: nil)
        case shop_amqp_basic_nack:
            let nack = try method.read(amqp_basic_nack_t.self)
            let refusal = RabbitError("RabbitMQ has refused an event: a queue is full, or has lost its majority")
            confirms.settle(nack.delivery_tag, isMultiple: nack.multiple != 0, refusal: refusal)
        case shop_amqp_basic_return:
            let returned = try method.read(amqp_basic_return_t.self)
            _ = try content()
            confirms.refuseOpen(
                RabbitError("no queue takes \(String(returned.routing_key)): \(String(returned.reply_text))"))
        case shop_amqp_connection_blocked:
            isBlocked = true
            confirms.fail(Self.blocked)
        case shop_amqp_connection_unblocked: isBlocked = false
        case shop_amqp_basic_cancel: throw RabbitError("a queue that was listened to is no more")
        case shop_amqp_channel_close, shop_amqp_connection_close:
            throw RabbitError("RabbitMQ has closed the channel: \(method.refusal)")
        default: break
        }
        return nil
    }

    private func message(of delivery: amqp_basic_deliver_t) throws -> RabbitMessage {
        // The names lie in memory that reading the content may give back.
        var message = RabbitMessage(
            queue: String(delivery.consumer_tag), tag: delivery.delivery_tag, route: String(delivery.routing_key))
        message.content = try content()
        return message
    }

    /// The content that follows a method.
    func content() throws -> RabbitMessage.Content {
        var message = amqp_message_t()
        try amqp_read_message(state, Self.channel, &message, 0).check("reading a message")
        defer { amqp_destroy_message(&message) }
        var content = RabbitMessage.Content()
        let flags = message.properties._flags
        if flags & amqp_flags_t(AMQP_BASIC_CONTENT_TYPE_FLAG) != 0 {
            content.type = String(message.properties.content_type)
        }
        if flags & amqp_flags_t(AMQP_BASIC_HEADERS_FLAG) != 0 {
            content.returns = Int(message.properties.headers.whole("x-delivery-count") ?? 0)
            content.offset = message.properties.headers.whole("x-stream-offset") ?? 0
            content.parking = message.properties.headers.text(ParkingHeader.reason).map {
                ($0, Int(message.properties.headers.whole(ParkingHeader.time) ?? 0))
            }
        }
        content.body = ByteBuffer(
            bytes: UnsafeRawBufferPointer(start: message.body.bytes, count: message.body.len))
        return content
    }
}

extension amqp_method_t {
    /// The method's arguments.
    func read<Arguments>(_ type: Arguments.Type) throws -> Arguments {
        guard let decoded else { throw RabbitError("listening: a method without its arguments") }
        return decoded.assumingMemoryBound(to: type).pointee
    }
}
