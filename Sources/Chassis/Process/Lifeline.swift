import Glibc
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Runs until standard input ends. The supervisor holds the other end of that pipe, so that even its sudden death
/// leaves no process behind. What it writes there gives the process its turn.
struct Lifeline: Service {
    let lifecycle: Lifecycle

    func run() async throws {
        // Not a dispatch source: on Linux, one that is cancelled while its pipe hangs up may crash the process.
        let channel = try await NIOPipeBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(TurnHandler(lifecycle))
                }
            }
            .takingOwnershipOfDescriptor(input: dup(0)).get()
        let (ended, continuation) = AsyncStream.makeStream(of: Void.self)
        channel.closeFuture.whenComplete { _ in continuation.finish() }
        for await _ in ended.cancelOnGracefulShutdown() {}
        channel.close(promise: nil)
    }
}

private final class TurnHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let lifecycle: Lifecycle

    init(_ lifecycle: Lifecycle) {
        self.lifecycle = lifecycle
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { lifecycle.giveTurn() }
}
