import Glibc
import NIOCore
import NIOHTTP1

/// One request on a connection, and who waits for its answer.
struct Exchange: Sendable {
    let head: HTTPRequestHead
    let body: ByteBuffer?
    let patience: TimeAmount
    let answer: EventLoopPromise<WebAnswer>
}

/// Counts the bytes that come in, below HTTP: whether an answer had begun can be told in no other way.
final class ByteMeter: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    var count = 0

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        count += unwrapInboundIn(data).readableBytes
        context.fireChannelRead(data)
    }
}

/// The end of a browser's connection: one exchange at a time, and the exact reason when one breaks.
///
/// It shares nothing with `Wire`, by which the shop's processes talk: what is measured must not be the measure.
final class ExchangeHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundIn = Exchange
    typealias OutboundOut = HTTPClientRequestPart

    private enum State {
        case idle
        case waiting(Exchange)
        case answering(Exchange, HTTPResponseHead, ByteBuffer)
        case ended

        var exchange: Exchange? {
            switch self {
            case .waiting(let exchange), .answering(let exchange, _, _): exchange
            case .idle, .ended: nil
            }
        }
    }

    private static let limit = 4 << 20

    private let meter: ByteMeter
    private let pace: ReadingPace
    private var state = State.idle
    private var timeout: Scheduled<Void>?

    init(meter: ByteMeter, pace: ReadingPace) {
        self.meter = meter
        self.pace = pace
    }

    // MARK: Requests

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let exchange = unwrapOutboundIn(data)
        meter.count = 0
        guard case .idle = state, context.channel.isActive else {
            exchange.answer.fail(BrokenExchange(cause: .closed, received: 0))
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        state = .waiting(exchange)
        let loop = context.eventLoop.assumeIsolated()
        timeout = loop.scheduleTask(in: exchange.patience) { self.end(context, .timedOut) }
        context.write(wrapOutboundOut(.head(exchange.head)), promise: nil)
        if let body = exchange.body { context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
        context.write(wrapOutboundOut(.end(nil)), promise: promise)
    }

    // MARK: Answers

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (unwrapInboundIn(data), state) {
        case (.head(let head), .waiting(let exchange)):
            if !(100..<200).contains(head.status.code) { state = .answering(exchange, head, ByteBuffer()) }
        case (.body(let part), .answering(let exchange, let head, var body)):
            guard body.readableBytes + part.readableBytes <= Self.limit else {
                return end(context, .malformed("an answer of more than \(Self.limit) bytes"))
            }
            state = .waiting(exchange)
            if body.readableBytes == 0 { body = part } else { body.writeImmutableBuffer(part) }
            state = .answering(exchange, head, body)
        case (.end, .answering(let exchange, let head, let body)):
            timeout?.cancel()
            state = .idle
            if !head.isKeepAlive { context.close(promise: nil) }
            exchange.answer.succeed(
                WebAnswer(status: Int(head.status.code), headers: head.headers, body: body, received: meter.count))
        case (.end, .waiting):
            break
        default:
            end(context, .malformed("an answer that nobody asked for"))
        }
    }

    // MARK: Pace

    func channelActive(context: ChannelHandlerContext) {
        if pace.isSlow { context.read() }
        context.fireChannelActive()
    }

    /// A slow reader rests between two reads of an answer; an idle connection is always read, to see it close.
    func channelReadComplete(context: ChannelHandlerContext) {
        if pace.isSlow {
            if case .answering = state {
                context.eventLoop.assumeIsolated().scheduleTask(in: pace.pause) { context.read() }
            } else {
                context.read()
            }
        }
        context.fireChannelReadComplete()
    }

    // MARK: Ends

    func channelInactive(context: ChannelHandlerContext) {
        end(context, .closed)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case let error as IOError where error.errnoCode == ECONNRESET: end(context, .reset)
        case is IOError, is ChannelError, HTTPParserError.invalidEOFState: end(context, .closed)
        default: end(context, .malformed("\(error)"))
        }
    }

    private func end(_ context: ChannelHandlerContext, _ cause: BrokenExchange.Cause) {
        timeout?.cancel()
        let exchange = state.exchange
        state = .ended
        exchange?.answer.fail(BrokenExchange(cause: cause, received: meter.count))
        if context.channel.isActive { context.close(promise: nil) }
    }
}
