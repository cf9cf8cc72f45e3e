import Glibc
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Runs until standard input ends. The supervisor holds the other end of that pipe, so that even its sudden death
/// leaves no process behind.
struct Lifeline: Service {
    func run() async throws {
        // Not a dispatch source: on Linux, one that is cancelled while its pipe hangs up may crash the process.
        let channel = try await NIOPipeBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .takingOwnershipOfDescriptor(input: dup(0)).get()
        let (ended, continuation) = AsyncStream.makeStream(of: Void.self)
        channel.closeFuture.whenComplete { _ in continuation.finish() }
        for await _ in ended.cancelOnGracefulShutdown() {}
        channel.close(promise: nil)
    }
}
