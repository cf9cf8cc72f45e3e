import NIOCore
import NIOPosix
import Wire

/// One end of a TCP connection, byte by byte: for what HTTP libraries are too polite to send or to show. It takes from
/// the system only what is asked for.
package final class RawConnection {
    package let channel: any Channel
    private var inbound: AsyncStream<ByteBuffer>.Iterator
    private var pending = ByteBuffer()

    package struct Ended: Error {
        package let received: String
    }

    fileprivate init(_ connection: RawChannel) {
        channel = connection.channel
        inbound = connection.bytes.makeAsyncIterator()
    }

    package func send(_ text: String) async throws { try await send(ByteBuffer(string: text)) }

    /// Returns when the system has taken the bytes.
    package func send(_ bytes: ByteBuffer) async throws { try await channel.writeAndFlush(bytes) }

    /// Everything up to and with `mark`.
    /// - Throws: ``Ended`` if the other side ends first.
    package func read(through mark: String) async throws -> String {
        while true {
            let view = pending.readableBytesView
            if let range = view.firstRange(of: mark.utf8) {
                return pending.readString(length: range.upperBound - view.startIndex) ?? ""
            }
            guard await more() else { throw Ended(received: String(buffer: pending)) }
        }
    }

    package func read(count: Int) async throws -> ByteBuffer {
        while pending.readableBytes < count {
            guard await more() else { throw Ended(received: String(buffer: pending)) }
        }
        return pending.readSlice(length: count) ?? ByteBuffer()
    }

    /// What is still to come until the other side ends or resets the connection.
    package func readToEnd() async -> String {
        while await more() {}
        defer { pending.clear() }
        return String(buffer: pending)
    }

    /// Waits for the other side to end or reset the connection.
    package func waitForEnd() async { _ = await readToEnd() }

    private func more() async -> Bool {
        channel.read()
        guard let bytes = await inbound.next() else { return false }
        if pending.readableBytes == 0 { pending = bytes } else { pending.writeImmutableBuffer(bytes) }
        return true
    }

    /// Makes the end of this connection a reset.
    package func reset() async throws {
        let provider = channel as? any SocketOptionProvider
        try await provider?.setSoLinger(.init(l_onoff: 1, l_linger: 0)).get()
        try await channel.close()
    }
}

extension RawConnection {
    /// Connects, runs `body` and closes.
    package static func open<Value: Sendable>(
        _ address: Address, _ body: (RawConnection) async throws -> Value
    ) async throws -> Value {
        let connection = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.autoRead, value: false)
            .connect(host: address.host, port: address.port) { channel in
                channel.eventLoop.makeCompletedFuture { try RawChannel(channel) }
            }
        return try await connection.use(body)
    }

    /// Sends `request` on a connection of its own and answers all that comes until the other side closes.
    package static func exchange(_ address: Address, _ request: String) async throws -> String {
        try await open(address) { connection in
            try await connection.send(request)
            return await connection.readToEnd()
        }
    }
}

/// A TCP server that does exactly what a test says, on a port of its own, for as long as a closure runs.
package enum RawServer {
    /// - Parameter serve: what happens on each connection; it is closed when that returns.
    @discardableResult
    package static func run<Value: Sendable>(
        _ serve: @escaping @Sendable (RawConnection) async throws -> Void,
        _ body: @Sendable (Address) async throws -> Value
    ) async throws -> Value {
        let (connections, accepted) = AsyncStream.makeStream(of: RawChannel.self)
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { _ = try RawChannel(channel) { accepted.yield($0) } }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let address = Address(host: "127.0.0.1", port: server.localAddress?.port ?? 0)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await withDiscardingTaskGroup { group in
                    for await connection in connections {
                        group.addTask { try? await connection.use(serve) }
                    }
                    group.cancelAll()
                }
            }
            let result: Result<Value, any Error>
            do { result = .success(try await body(address)) } catch { result = .failure(error) }
            try await server.close()
            accepted.finish()
            try await group.waitForAll()
            return try result.get()
        }
    }
}

/// A connection before somebody uses it.
private struct RawChannel: Sendable {
    let channel: any Channel
    let bytes: AsyncStream<ByteBuffer>

    /// - Parameter opened: called when the channel can be read and written.
    init(_ channel: any Channel, opened: @escaping (RawChannel) -> Void = { _ in }) throws {
        let (bytes, arrived) = AsyncStream.makeStream(of: ByteBuffer.self)
        self.channel = channel
        self.bytes = bytes
        let connection = self
        try channel.pipeline.syncOperations.addHandler(Arrivals(arrived) { opened(connection) })
    }

    /// Runs `body` and closes.
    func use<Value: Sendable>(_ body: (RawConnection) async throws -> Value) async throws -> Value {
        let result: Result<Value, any Error>
        do { result = .success(try await body(RawConnection(self))) } catch { result = .failure(error) }
        try? await channel.close()
        return try result.get()
    }

    /// Hands on what comes; the end of the other side, however it comes, is the end of the stream.
    private final class Arrivals: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let arrived: AsyncStream<ByteBuffer>.Continuation
        private let opened: () -> Void

        init(_ arrived: AsyncStream<ByteBuffer>.Continuation, opened: @escaping () -> Void) {
            self.arrived = arrived
            self.opened = opened
        }

        func channelActive(context: ChannelHandlerContext) { opened() }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) { arrived.yield(unwrapInboundIn(data)) }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if event as? ChannelEvent == .inputClosed { arrived.finish() }
        }

        func channelInactive(context: ChannelHandlerContext) { arrived.finish() }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
