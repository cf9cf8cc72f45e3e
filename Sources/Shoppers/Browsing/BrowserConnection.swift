import Glibc
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import Wire

/// How fast somebody reads.
struct ReadingPace: Sendable, Hashable {
    /// How many bytes at once, and how long to rest before the next.
    let bytes: Int?
    let pause: TimeAmount

    var isSlow: Bool { bytes != nil }

    static let usual = ReadingPace(bytes: nil, pause: .zero)
    /// About 50 kB a second, as on a train.
    static let slow = ReadingPace(bytes: 2_048, pause: .milliseconds(40))
}

/// A keep-alive connection of one browser.
struct BrowserConnection: Sendable {
    let channel: any Channel

    var isOpen: Bool { channel.isActive }

    /// - Throws: ``BrokenExchange`` of an unreachable shop.
    static func open(to shop: Address, pace: ReadingPace, patience: Duration) async throws -> BrowserConnection {
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.nanoseconds(Int64(patience / .nanoseconds(1))))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
        if let bytes = pace.bytes {
            bootstrap =
                bootstrap
                .channelOption(.socketOption(.so_rcvbuf), value: SocketOptionValue(2 * bytes))
                .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: bytes))
                .channelOption(.maxMessagesPerRead, value: 1)
                .channelOption(.autoRead, value: false)
        }
        do {
            let channel = try await bootstrap.channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let meter = ByteMeter()
                    try channel.pipeline.syncOperations.addHandler(meter)
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(NIOHTTPResponseDecompressor(limit: .none))
                    try channel.pipeline.syncOperations.addHandler(ExchangeHandler(meter: meter, pace: pace))
                }
            }.connect(host: shop.host, port: shop.port).get()
            return BrowserConnection(channel: channel)
        } catch {
            throw BrokenExchange(cause: .unreachable(reason(error)), received: 0)
        }
    }

    /// What the system says, without the library's words around it.
    private static func reason(_ error: any Error) -> String {
        let cause = (error as? NIOConnectionError)?.connectionErrors.first?.error ?? error
        guard let code = (cause as? IOError)?.errnoCode else { return "\(cause)" }
        return String(cString: strerror(code))
    }

    /// - Throws: ``BrokenExchange``.
    func send(_ head: HTTPRequestHead, body: ByteBuffer?, patience: Duration) async throws -> WebAnswer {
        let promise = channel.eventLoop.makePromise(of: WebAnswer.self)
        let exchange = Exchange(
            head: head, body: body, patience: .nanoseconds(Int64(patience / .nanoseconds(1))), answer: promise)
        channel.writeAndFlush(exchange).whenFailure { _ in
            promise.fail(BrokenExchange(cause: .closed, received: 0))
        }
        return try await promise.futureResult.get()
    }

    func close() { channel.close(promise: nil) }
}
