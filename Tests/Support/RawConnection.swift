import NIOCore
import NIOPosix
import Wire

/// One end of a TCP connection, byte by byte: for what HTTP libraries are too polite to send or to show.
package final class RawConnection {
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var pending = ByteBuffer()
    package let channel: any Channel

    package struct Ended: Error {
        package let received: String
    }

    fileprivate init(_ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, _ channel: any Channel) {
        self.inbound = inbound.makeAsyncIterator()
        self.channel = channel
    }

    package func send(_ text: String) async throws { try await send(ByteBuffer(string: text)) }

    /// Returns when the system has taken the bytes; a writer of `NIOAsyncChannel` would run ahead of it.
    package func send(_ bytes: ByteBuffer) async throws { try await channel.writeAndFlush(bytes) }

    /// Everything up to and with `mark`.
    /// - Throws: ``Ended`` if the other side ends first.
    package func read(through mark: String) async throws -> String {
        while true {
            let view = pending.readableBytesView
            if let range = view.firstRange(of: mark.utf8) {
                return pending.readString(length: range.upperBound - view.startIndex) ?? ""
            }
            guard try await more() else { throw Ended(received: String(buffer: pending)) }
        }
    }

    package func read(count: Int) async throws -> ByteBuffer {
        while pending.readableBytes < count {
            guard try await more() else { throw Ended(received: String(buffer: pending)) }
        }
        return pending.readSlice(length: count) ?? ByteBuffer()
    }

    /// What is still to come until the other side ends or resets the connection.
    package func readToEnd() async -> String {
        while (try? await more()) == true {}
        defer { pending.clear() }
        return String(buffer: pending)
    }

    /// Waits for the other side to end or reset the connection.
    package func waitForEnd() async { _ = await readToEnd() }

    private func more() async throws -> Bool {
        guard let bytes = try await inbound.next() else { return false }
        pending.writeImmutableBuffer(bytes)
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
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: address.host, port: address.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, _ in
            try await body(RawConnection(inbound, channel.channel))
        }
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
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let address = Address(host: "127.0.0.1", port: server.channel.localAddress?.port ?? 0)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await accept(server, serve) }
            let result: Result<Value, any Error>
            do { result = .success(try await body(address)) } catch { result = .failure(error) }
            group.cancelAll()
            while let _ = await group.nextResult() {}
            return try result.get()
        }
    }

    private static func accept(
        _ server: NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never>,
        _ serve: @escaping @Sendable (RawConnection) async throws -> Void
    ) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            try await server.executeThenClose { inbound in
                for try await child in inbound {
                    group.addTask {
                        try? await child.executeThenClose { inbound, _ in
                            try await serve(RawConnection(inbound, child.channel))
                        }
                    }
                }
            }
            group.cancelAll()
        }
    }
}
