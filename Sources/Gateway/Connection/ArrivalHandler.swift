import NIOCore

/// Stands before the parser and tells ``ConnectionGuard`` that bytes came, which the parser keeps to itself until a
/// head is whole.
final class ArrivalHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    struct Arrival: Sendable {
        let bytes: ByteBuffer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.fireUserInboundEventTriggered(Arrival(bytes: unwrapInboundIn(data)))
        context.fireChannelRead(data)
    }
}
