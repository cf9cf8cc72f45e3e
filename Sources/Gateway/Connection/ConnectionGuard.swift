import Chassis
import Glibc
import HTTPTypes
import NIOCore
import NIOHTTP1

/// The client went before its request was whole.
struct ClientBrokeOff: Error {}

/// Watches over one client's connection: refuses what ``RequestScreening`` does not let in, allows each phase its time
/// only, frames every answer, and closes so that the last answer is read.
///
/// It stands behind `HTTPServerPipelineHandler`, so it sees one request at a time.
final class ConnectionGuard: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private enum Phase {
        /// Between two requests.
        case idle
        /// Some bytes of a head have come.
        case head
        /// A head came in; its body follows.
        case body
        /// The request is whole, its answer is not.
        case answering
        /// The last answer is leaving or has left.
        case closing
    }

    private let screening: RequestScreening
    private let settings: GatewaySettings
    private let lifecycle: Lifecycle
    private let isOverLimit: Bool
    private let refusals: RefusalWriter

    private var phase = Phase.idle
    private var request: HTTPRequestHead?
    /// Set from the head of an answer to its end.
    private var framing: ResponseFraming?
    private var isAnswered = false
    private var requestLine = RequestLine()
    private let watch = DeadlineWatch()

    init(
        screening: RequestScreening, settings: GatewaySettings, lifecycle: Lifecycle, isOverLimit: Bool,
        refusals: RefusalWriter
    ) {
        self.screening = screening
        self.settings = settings
        self.lifecycle = lifecycle
        self.isOverLimit = isOverLimit
        self.refusals = refusals
    }

    // MARK: Requests

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        allow(settings.idleTimeout, context)
        if isOverLimit { refuse(.tooManyConnections, context) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case let arrival as ArrivalHandler.Arrival: note(arrival, context)
        case is ChannelShouldQuiesceEvent where phase == .idle: context.close(promise: nil)
        case is OpenConnections.Cut: cutOff(context)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    private func note(_ arrival: ArrivalHandler.Arrival, _ context: ChannelHandlerContext) {
        if phase == .idle {
            phase = .head
            requestLine = RequestLine()
            watch.deadline = .now() + TimeAmount(settings.headTimeout)
        }
        if phase == .head { requestLine.count(arrival.bytes) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard phase != .closing else { return }
        switch unwrapInboundIn(data) {
        case .head(let head): begin(head, context)
        case .body: context.fireChannelRead(data)
        case .end:
            phase = .answering
            watch.deadline = nil
            context.fireChannelRead(data)
            if isAnswered { becomeIdle(context) }
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        switch phase {
        case .head, .body: keepWatch(context)
        case .closing: context.read()
        case .idle, .answering: break
        }
        context.fireChannelReadComplete()
    }

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        request = head
        isAnswered = false
        if let refusal = screening.refusal(of: head) { return refuse(refusal, context) }
        phase = .body
        watch.deadline = .now() + TimeAmount(settings.bodyTimeout)
        if head.headers.contains(name: "expect") {
            context.writeAndFlush(wrapOutboundOut(.head(.init(version: .http1_1, status: .continue))), promise: nil)
        }
        var head = head
        // Whether the connection lives on is decided here alone; what else the field names is for ``HeaderHygiene``.
        if head.headers["connection"] == ["close"] { head.headers.remove(name: "connection") }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard phase != .closing else { return }
        guard let error = error as? HTTPParserError else {
            context.fireErrorCaught(error)
            return context.close(promise: nil)
        }
        let isLine = error == .headerOverflow && requestLine.length > settings.targetLimit
        refuse(isLine ? .targetTooLong : Refusal(error), context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        watch.cancel()
        if phase == .body { context.fireErrorCaught(ClientBrokeOff()) }
        phase = .closing
        context.fireChannelInactive()
    }

    // MARK: Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard phase != .closing, let request else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(var head):
            let asked = ResponseFraming.Request(request)
            let framing = ResponseFraming(head, to: asked, isLast: lifecycle.state >= .draining)
            framing.apply(to: &head, request: asked)
            self.framing = framing
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body where framing?.body == ResponseFraming.Body.none:
            promise?.succeed()
        case .body:
            context.write(data, promise: promise)
        case .end:
            end(context, promise)
        }
    }

    private func end(_ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) {
        // An answer that began before the process drained did not say that it is the last; only when the process stops
        // is that no reason to wait for one more.
        let closes = framing?.closes != false || lifecycle.state == .stopping
        framing = nil
        // Writing the end may hand over the next request at once, so the phase changes before.
        if closes {
            phase = .closing
            return close(behind: context.write(wrapOutboundOut(.end(nil))), context, promise)
        }
        isAnswered = true
        if phase == .answering { becomeIdle(context) }
        context.write(wrapOutboundOut(.end(nil)), promise: promise)
    }

    private func becomeIdle(_ context: ChannelHandlerContext) {
        phase = .idle
        request = nil
        isAnswered = false
        allow(settings.idleTimeout, context)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if phase == .answering {
            watch.deadline = context.channel.isWritable ? nil : .now() + TimeAmount(settings.writeTimeout)
            keepWatch(context)
        }
        context.fireChannelWritabilityChanged()
    }

    // MARK: Ends

    /// Answers with a refusal and closes; if an answer has begun there is no more to be said, and it is cut off.
    private func refuse(_ refusal: Refusal, _ context: ChannelHandlerContext) {
        guard framing == nil else { return cutOff(context) }
        let isRequestUnderWay = phase == .body
        phase = .closing
        let written = refusals.write(refusal, to: request) { part in context.write(self.wrapOutboundOut(part)) }
        close(behind: written, context, nil)
        context.flush()
        if isRequestUnderWay { context.fireErrorCaught(ClientBrokeOff()) }
    }

    /// Closes once `written` has left, and then still reads for a while what the client sends: closing with bytes
    /// unread would reset the connection, and the client might lose the answer.
    private func close(
        behind written: EventLoopFuture<Void>, _ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?
    ) {
        allow(settings.writeTimeout, context)
        written.cascade(to: promise)
        written.assumeIsolated().whenComplete { _ in
            guard context.channel.isActive else { return }
            context.close(mode: .output, promise: nil)
            self.allow(self.settings.lingerTimeout, context)
            context.read()
        }
    }

    /// Ends an answer that has begun, visibly so: where the body ends with the connection, the connection is reset.
    private func cutOff(_ context: ChannelHandlerContext) {
        phase = .closing
        if framing?.body == .untilClose {
            let provider = context.channel as? any SocketOptionProvider
            _ = provider?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
        }
        context.close(promise: nil)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        switch (phase, mode) {
        case (.closing, .all): context.channel.closeFuture.cascade(to: promise)
        case (.closing, .output): promise?.succeed()
        case (_, .all) where framing != nil:
            context.channel.closeFuture.cascade(to: promise)
            cutOff(context)
        default: context.close(mode: mode, promise: promise)
        }
    }

    private func timeOut(_ context: ChannelHandlerContext) {
        switch phase {
        case .idle, .closing: context.close(promise: nil)
        case .head, .body: refuse(.tooSlow, context)
        case .answering: cutOff(context)
        }
    }

    private func allow(_ time: Duration, _ context: ChannelHandlerContext) {
        watch.deadline = .now() + TimeAmount(time)
        keepWatch(context)
    }

    private func keepWatch(_ context: ChannelHandlerContext) {
        watch.keep(on: context.eventLoop) { self.timeOut(context) }
    }
}
