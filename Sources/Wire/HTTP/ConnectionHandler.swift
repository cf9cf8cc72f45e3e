import HTTPTypes
import NIOCore
import NIOHTTP1

/// The end of a connection's pipeline: writes one exchange at a time and collects or streams its answer.
final class ConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundIn = Exchange
    typealias OutboundOut = HTTPClientRequestPart

    /// Nobody waits for the exchange's answer, or the rest of it, any more.
    struct CallerLeft: Sendable {
        let exchange: Exchange.Identity
    }

    /// The reader of a stream takes more again.
    struct CallerCaughtUp: Sendable {
        let exchange: Exchange.Identity
    }

    private enum State {
        case idle
        case waiting(Exchange)
        case collecting(Exchange, HTTPResponseHead, ByteBuffer)
        case streaming(Streaming)
        case closed

        var exchange: Exchange.Identity? {
            switch self {
            case .waiting(let exchange), .collecting(let exchange, _, _): exchange.id
            case .streaming(let streaming): streaming.id
            case .idle, .closed: nil
            }
        }
    }

    /// Holds on to the exchange's identity only: its promise would keep the stream alive that the reader drops.
    private struct Streaming {
        let id: Exchange.Identity
        let head: HTTPResponseHead
        let source: ResponseBodyStream.Source
        let ended: @Sendable (WireStreamEnd) -> Void
        var bytes = 0

        func end(isCutOff: Bool) {
            ended(WireStreamEnd(status: ConnectionHandler.status(head), bytes: bytes, isCutOff: isCutOff))
        }
    }

    private var state = State.idle
    private var timeout: Scheduled<Void>?
    private var lastRead = NIODeadline.now()
    private var isHeldBack = false
    private let released: @Sendable (any Channel) -> Void

    /// - Parameter released: called when the connection is free for the next exchange.
    init(released: @escaping @Sendable (any Channel) -> Void) {
        self.released = released
    }

    // MARK: Requests

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let exchange = unwrapOutboundIn(data)
        guard case .idle = state, context.channel.isActive else {
            exchange.sink.fail(.connectionClosed(answered: false))
            promise?.fail(WireError.connectionClosed(answered: false))
            return
        }
        state = .waiting(exchange)
        if let deadline = exchange.deadline {
            let loop = context.eventLoop.assumeIsolated()
            timeout = loop.scheduleTask(deadline: deadline) { self.abandon(context, .deadlineExceeded) }
        }
        context.write(wrapOutboundOut(.head(Self.head(of: exchange))), promise: nil)
        if let body = exchange.request.body {
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        }
        context.write(wrapOutboundOut(.end(nil)), promise: promise)
    }

    private static func head(of exchange: Exchange) -> HTTPRequestHead {
        let request = exchange.request
        var headers = HTTPHeaders()
        headers.reserveCapacity(request.headers.count + 2)
        headers.add(name: "host", value: exchange.authority)
        for field in request.headers { headers.add(name: field.name.rawName, value: field.value) }
        if let body = request.body {
            headers.replaceOrAdd(name: "content-length", value: String(body.readableBytes))
        } else if request.method == .post || request.method == .put {
            headers.replaceOrAdd(name: "content-length", value: "0")
        }
        return HTTPRequestHead(
            version: .http1_1, method: HTTPMethod(rawValue: request.method.rawValue), uri: request.target,
            headers: headers)
    }

    // MARK: Answers

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): receive(head, context)
        case .body(let part): receive(part, context)
        case .end: finish(context)
        }
    }

    private func receive(_ head: HTTPResponseHead, _ context: ChannelHandlerContext) {
        guard case .waiting(let exchange) = state else {
            return abandon(context, .malformed("an answer nobody asked for"))
        }
        if (100..<200).contains(head.status.code) { return }
        switch exchange.sink {
        case .whole:
            state = .collecting(exchange, head, ByteBuffer())
        case .stream(let promise, let pause, let ended):
            timeout?.cancel()
            let producer = ResponseBodyStream.makeSequence(
                backPressureStrategy: .init(lowWatermark: 4, highWatermark: 16), finishOnDeinit: true,
                delegate: ResponseBodyFlow(channel: context.channel, exchange: exchange.id))
            state = .streaming(Streaming(id: exchange.id, head: head, source: producer.source, ended: ended))
            if let pause { watch(pause, from: .now(), context) }
            promise.succeed(WireStream(status: Self.status(head), headers: Self.fields(head), body: producer.sequence))
        }
    }

    private func receive(_ part: ByteBuffer, _ context: ChannelHandlerContext) {
        switch state {
        case .collecting(let exchange, let head, var body):
            guard case .whole(_, let limit) = exchange.sink else { return }
            guard body.readableBytes + part.readableBytes <= limit else {
                return abandon(context, .tooLarge(limit: limit))
            }
            if body.readableBytes == 0 { body = part } else { body.writeImmutableBuffer(part) }
            state = .collecting(exchange, head, body)
        case .streaming(var streaming):
            lastRead = .now()
            streaming.bytes += part.readableBytes
            state = .streaming(streaming)
            if case .stopProducing = streaming.source.yield(part) {
                holdBack(true, context)
            }
        case .idle, .waiting, .closed:
            break
        }
    }

    private func finish(_ context: ChannelHandlerContext) {
        timeout?.cancel()
        let last = state
        state = .idle
        switch last {
        case .collecting(let exchange, let head, let body):
            release(context, keepAlive: head.isKeepAlive)
            guard case .whole(let promise, _) = exchange.sink else { return }
            promise.succeed(WireResponse(status: Self.status(head), headers: Self.fields(head), body: body))
        case .streaming(let streaming):
            holdBack(false, context)
            release(context, keepAlive: streaming.head.isKeepAlive)
            streaming.end(isCutOff: false)
            streaming.source.finish()
        case .idle, .waiting, .closed:
            break
        }
    }

    private func holdBack(_ isHeldBack: Bool, _ context: ChannelHandlerContext) {
        guard self.isHeldBack != isHeldBack else { return }
        self.isHeldBack = isHeldBack
        lastRead = .now()
        try? context.channel.syncOptions?.setOption(.autoRead, value: !isHeldBack)
    }

    /// Gives up a stream that has paused for longer than `pause`, unless it is its reader who holds it back.
    private func watch(_ pause: TimeAmount, from start: NIODeadline, _ context: ChannelHandlerContext) {
        let loop = context.eventLoop.assumeIsolated()
        timeout = loop.scheduleTask(deadline: start + pause) {
            if self.isHeldBack { return self.watch(pause, from: .now(), context) }
            guard self.lastRead > start else { return self.abandon(context, .deadlineExceeded) }
            self.watch(pause, from: self.lastRead, context)
        }
    }

    private func release(_ context: ChannelHandlerContext, keepAlive: Bool) {
        if keepAlive { released(context.channel) } else { context.close(promise: nil) }
    }

    // MARK: Ends

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        switch event {
        case let left as CallerLeft:
            guard state.exchange === left.exchange else { break }
            abandon(context, .connectionClosed(answered: isAnswering), byCaller: true)
        case let ready as CallerCaughtUp:
            if state.exchange === ready.exchange { holdBack(false, context) }
        default:
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        promise?.succeed()
    }

    func channelInactive(context: ChannelHandlerContext) {
        abandon(context, .connectionClosed(answered: isAnswering))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error as? HTTPParserError {
        case nil, .invalidEOFState: abandon(context, .connectionClosed(answered: isAnswering))
        case .some(let error): abandon(context, .malformed("\(error)"))
        }
    }

    private var isAnswering: Bool {
        switch state {
        case .collecting, .streaming: true
        case .idle, .waiting, .closed: false
        }
    }

    private func abandon(_ context: ChannelHandlerContext, _ error: WireError, byCaller: Bool = false) {
        timeout?.cancel()
        let last = state
        state = .closed
        switch last {
        case .waiting(let exchange), .collecting(let exchange, _, _): exchange.sink.fail(error)
        case .streaming(let streaming):
            streaming.end(isCutOff: !byCaller)
            streaming.source.finish(error)
        case .idle, .closed: break
        }
        if context.channel.isActive { context.close(promise: nil) }
    }

    // MARK: Conversions

    private static func status(_ head: HTTPResponseHead) -> HTTPResponse.Status {
        HTTPResponse.Status(code: Int(head.status.code), reasonPhrase: head.status.reasonPhrase)
    }

    /// Fields with names or values that HTTP does not allow are left out.
    private static func fields(_ head: HTTPResponseHead) -> HTTPFields {
        var fields = HTTPFields()
        fields.reserveCapacity(head.headers.count)
        for (name, value) in head.headers {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        return fields
    }
}
