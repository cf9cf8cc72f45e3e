import FoundationEssentials
import Glibc
import NIOCore
import NIOPosix

/// The supervisor's ear: a Unix socket in the fleet's home, where a request is one line of JSON and the answer several.
/// Whoever may write in the home may use it, and nobody else.
package enum ControlChannel {
    package typealias Handler =
        @Sendable (ControlRequest, @escaping @Sendable (ControlReply) -> Void) async -> ControlReply

    /// Answers requests until the task is cancelled. A command that goes away does not stop what it asked for.
    package static func serve(_ home: FleetHome, _ handler: @escaping Handler) async throws {
        let folder = try SocketFolder(home)
        defer { folder.close() }
        unlink(folder.socket)
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(unixDomainSocketPath: folder.socket) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(LineDecoder()))
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        chmod(folder.socket, 0o600)
        defer { unlink(folder.socket) }
        try await server.executeThenClose { connections in
            try await withThrowingDiscardingTaskGroup { group in
                for try await connection in connections { group.addTask { await answer(connection, handler) } }
            }
        }
    }

    private static func answer(_ connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>, _ handler: Handler) async {
        try? await connection.executeThenClose { lines, replies in
            for try await line in lines {
                let (news, continuation) = AsyncStream.makeStream(of: ControlReply.self)
                async let result = respond(to: line, handler, continuation)
                for await reply in news { try? await replies.write(Self.line(reply)) }
                try await replies.write(Self.line(await result))
            }
        }
    }

    private static func respond(
        to line: ByteBuffer, _ handler: Handler, _ news: AsyncStream<ControlReply>.Continuation
    ) async -> ControlReply {
        defer { news.finish() }
        do {
            let request = try JSONDecoder().decode(ControlRequest.self, from: Data(line.readableBytesView))
            return await handler(request) { news.yield($0) }
        } catch {
            return ControlReply(.failed, "the request is not understood: \(error)")
        }
    }

    /// Asks the supervisor; `news` hears what it says meanwhile.
    ///
    /// - Returns: the result; nil if no supervisor listens, or it went away.
    package static func ask(
        _ home: FleetHome, _ request: ControlRequest, news: (ControlReply) -> Void
    ) async throws -> ControlReply? {
        let folder = try SocketFolder(home)
        defer { folder.close() }
        let connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>
        do {
            connection = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(unixDomainSocketPath: folder.socket) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(LineDecoder()))
                        return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                    }
                }
        } catch {
            return nil
        }
        let asked = try line(request)
        return try await connection.executeThenClose { lines, requests in
            try await requests.write(asked)
            for try await line in lines {
                let reply = try JSONDecoder().decode(ControlReply.self, from: Data(line.readableBytesView))
                guard reply.kind == .news else { return reply }
                news(reply)
            }
            return nil
        }
    }

    private static func line(_ value: some Encodable) throws -> ByteBuffer {
        var line = ByteBuffer(bytes: try JSONEncoder().encode(value))
        line.writeString("\n")
        return line
    }
}

/// The folder of the socket, held open: a socket's address may have 108 bytes only (unix(7)), and a home's path more.
private struct SocketFolder {
    private let descriptor: Int32

    init(_ home: FleetHome) throws {
        descriptor = open(home.run, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FleetError.fileFailed(home.run, reason: String(cString: strerror(errno))) }
    }

    var socket: String { "/proc/self/fd/\(descriptor)/\(FleetHome.controlSocket)" }

    func close() { Glibc.close(descriptor) }
}

/// Cuts bytes into lines.
private struct LineDecoder: ByteToMessageDecoder {
    typealias InboundOut = ByteBuffer

    mutating func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) -> DecodingState {
        guard let end = buffer.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) else { return .needMoreData }
        let length = end - buffer.readerIndex
        guard let line = buffer.readSlice(length: length) else { return .needMoreData }
        buffer.moveReaderIndex(forwardBy: 1)
        context.fireChannelRead(wrapInboundOut(line))
        return .continue
    }
}
