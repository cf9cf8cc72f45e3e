import Dispatch
import Glibc
import ServiceLifecycle

/// Runs until standard input ends. The supervisor holds the other end of that pipe, so that even its sudden death
/// leaves no process behind.
struct Lifeline: Service {
    func run() async throws {
        let (ended, continuation) = AsyncStream.makeStream(of: Void.self)
        let source = DispatchSource.makeReadSource(fileDescriptor: 0, queue: .global())
        source.setEventHandler {
            var scratch = [UInt8](repeating: 0, count: 64)
            if read(0, &scratch, scratch.count) <= 0 { continuation.finish() }
        }
        source.resume()
        defer { source.cancel() }
        for await _ in ended.cancelOnGracefulShutdown() {}
    }
}
