import Dispatch
import Glibc
import Synchronization

/// The signals that ask this process to end (Ctrl-C, a polite kill, the terminal's closing), as a sequence.
///
/// From the first use on they do not end the process by themselves. They are received in one place for the whole
/// process, since two sources for the same signal take it away from each other.
final class Signals: Sendable {
    private static let shared = Signals([SIGINT, SIGTERM, SIGHUP])

    private let readers = Mutex<[Int: AsyncStream<Int32>.Continuation]>([:])
    /// Kept for as long as the process lives.
    private let sources = Mutex<[any DispatchSourceSignal]>([])

    private init(_ numbers: [Int32]) {
        for number in numbers {
            signal(number, SIG_IGN)
            sources.withLock { sources in
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler { [weak self] in self?.deliver(number) }
                source.resume()
                sources.append(source)
            }
        }
    }

    private func deliver(_ number: Int32) {
        let readers = readers.withLock { Array($0.values) }
        for reader in readers { reader.yield(number) }
    }

    /// Each signal that arrives from now on, until the reading task is cancelled.
    static func stream() -> AsyncStream<Int32> {
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        let key = shared.readers.withLock { readers in
            let key = (readers.keys.max() ?? 0) + 1
            readers[key] = continuation
            return key
        }
        continuation.onTermination = { _ in
            _ = shared.readers.withLock { $0.removeValue(forKey: key) }
        }
        return stream
    }

    /// Runs an operation that ends early, by cancellation, at the first signal.
    static func cancelling<Result: Sendable>(
        _ operation: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await operation() }
            group.addTask {
                for await _ in stream() { return nil }
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let result = first else { throw CancellationError() }
            return result
        }
    }
}
