import Dispatch
import Glibc

/// The signals that ask this process to end, as a sequence, instead of as its end.
struct Signals: Sendable {
    /// Ctrl-C, a polite kill, and the terminal's closing.
    static let ending = [SIGINT, SIGTERM, SIGHUP]

    /// Each signal that arrives, until the reading task is cancelled.
    static func stream(_ numbers: [Int32] = ending) -> AsyncStream<Int32> {
        AsyncStream { continuation in
            // Written here once, and read once at the stream's end.
            nonisolated(unsafe) let sources = numbers.map { number in
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler { continuation.yield(number) }
                source.resume()
                return source
            }
            continuation.onTermination = { _ in
                for source in sources { source.cancel() }
            }
        }
    }

    /// Runs an operation that ends early, by cancellation, at the first signal that asks this process to end.
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
