import Chassis
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import Synchronization

/// A client's connection: HTTP/1.1 with the gateway's limits, guarded by ``ConnectionGuard``.
struct GatewayChannel: ServerChildChannel, HTTPChannelHandler {
    typealias Value = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    let responder: HTTPChannelHandler.Responder
    let screening: RequestScreening
    let settings: GatewaySettings
    let lifecycle: Lifecycle
    let connections = ConnectionCount()

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let isOverLimit = connections.open() > settings.maximumConnections
            channel.closeFuture.whenComplete { [connections] _ in connections.close() }
            // A client that closes its side has gone; nobody waits for the answer.
            try channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: false)
            try channel.pipeline.syncOperations.addHandlers(
                handlers(isOverLimit: isOverLimit, refusals: RefusalWriter(logger: logger)))
            return try NIOAsyncChannel(
                wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
        }
    }

    private func handlers(isOverLimit: Bool, refusals: RefusalWriter) -> [any ChannelHandler] {
        var encoding = HTTPResponseEncoder.Configuration()
        encoding.automaticallySetFramingHeaders = false
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = settings.fieldLimit
        limits.maxHeaderListSize = settings.headerLimit
        limits.maxHeaderFieldCount = settings.fieldCountLimit
        return [
            ArrivalHandler(),
            HTTPResponseEncoder(configuration: encoding),
            ByteToMessageHandler(HTTPRequestDecoder(limitConfiguration: limits)),
            HTTPServerPipelineHandler(),
            ConnectionGuard(
                screening: screening, settings: settings, lifecycle: lifecycle, isOverLimit: isOverLimit,
                refusals: refusals),
            HTTP1ToHTTPServerCodec(secure: false),
        ]
    }

    /// Serves the connection's requests one after the other. When the client goes, what is done for it is cancelled.
    func handle(value: Value, logger: Logger) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await handleHTTP(asyncChannel: value, logger: logger) }
            group.addTask { try? await value.channel.closeFuture.get() }
            await group.next()
            group.cancelAll()
        }
    }
}

/// How many connections are open.
final class ConnectionCount: Sendable {
    private let count = Mutex(0)

    /// Counts one more and answers how many there are now.
    func open() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }

    func close() { count.withLock { $0 -= 1 } }
}
