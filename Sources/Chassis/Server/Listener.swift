import Glibc
import NIOCore
import NIOPosix
import Wire

/// A listening socket and the acceptor that takes connections from it.
struct Listener: Sendable {
    /// What is to become of a connection, before anything is read from it.
    typealias Reception = @Sendable (any Channel) -> EventLoopFuture<Void>

    /// Longer than bursts are; the kernel cuts it to its own limit.
    private static let backlog: CInt = 4_096

    private let channel: any Channel
    /// Connections that were accepted and do not stand on their own yet.
    private let arrivals: Broadcast<Set<ObjectIdentifier>>

    var port: Int? { channel.localAddress?.port }

    /// Listens at an address of its own.
    static func open(_ address: Address, reception: @escaping Reception) async throws -> Listener {
        try await open(reception) { try await $0.bind(host: address.host, port: address.port).get() }
    }

    /// Takes connections from a socket that listens already, and perhaps for others too.
    static func open(_ socket: InheritedSocket, reception: @escaping Reception) async throws -> Listener {
        let listener = try await open(reception) { try await $0.withBoundSocket(socket.descriptor).get() }
        // To take a socket over is to listen again, with a queue of a default length.
        listen(socket.descriptor, backlog)
        return listener
    }

    private static func open(
        _ reception: @escaping Reception, _ bind: (ServerBootstrap) async throws -> any Channel
    ) async throws -> Listener {
        let arrivals = Broadcast<Set<ObjectIdentifier>>([])
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ArrivalWatch(arrivals))
                }
            }
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ActivityWatch(arrivals))
                }.flatMap { reception(channel) }
            }
        return Listener(channel: try await bind(bootstrap), arrivals: arrivals)
    }

    /// Takes no further connection and closes this process's descriptor. A connection that was taken is served: an
    /// acceptor that closes with one in its hands would reset it. Those in the queue stay for whoever shares it.
    func stop() async {
        guard channel.isActive else { return }
        try? await channel.setOption(.autoRead, value: false).get()
        await arrivals.wait(until: \.isEmpty)
        try? await channel.close()
    }
}

/// Notes a connection as arriving when it has been accepted.
private final class ArrivalWatch: ChannelInboundHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel

    private let arrivals: Broadcast<Set<ObjectIdentifier>>

    init(_ arrivals: Broadcast<Set<ObjectIdentifier>>) {
        self.arrivals = arrivals
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let id = ObjectIdentifier(unwrapInboundIn(data))
        arrivals.change { _ = $0.insert(id) }
        unwrapInboundIn(data).closeFuture.whenComplete { [arrivals] _ in arrivals.change { _ = $0.remove(id) } }
        context.fireChannelRead(data)
    }
}

/// Notes that a connection has arrived: from now on it does not depend on its acceptor.
private final class ActivityWatch: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let arrivals: Broadcast<Set<ObjectIdentifier>>

    init(_ arrivals: Broadcast<Set<ObjectIdentifier>>) {
        self.arrivals = arrivals
    }

    func channelActive(context: ChannelHandlerContext) {
        let id = ObjectIdentifier(context.channel)
        arrivals.change { _ = $0.remove(id) }
        context.fireChannelActive()
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
    }
}
