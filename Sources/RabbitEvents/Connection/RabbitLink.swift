import Synchronization
import Wire

/// A way to RabbitMQ: connected when it is first used. Whoever uses it hears of a loss by an error, and has its own
/// patience.
final class RabbitLink: Sendable {
    private let url: RabbitURL
    private let isLasting: Bool
    private let prepare: @Sendable (RabbitConnection) throws -> Void
    private let onMessage: @Sendable (RabbitMessage) -> Void
    private let onEnd: @Sendable (RabbitError) -> Void
    private let thread = Mutex<RabbitThread?>(nil)

    /// How long RabbitMQ may take to say that publications are durable.
    private static let patience = Duration.seconds(10)

    /// - Parameters:
    ///   - isLasting: whether it connects anew when it is used after a loss. Deliveries cannot be acknowledged then.
    ///   - prepare: the first work on a connection.
    ///   - onMessage: what becomes of what comes, in its order; must not wait.
    ///   - onEnd: the connection is no more, whyever.
    init(
        _ url: RabbitURL, isLasting: Bool = false,
        prepare: @escaping @Sendable (RabbitConnection) throws -> Void = { _ in },
        onMessage: @escaping @Sendable (RabbitMessage) -> Void = { _ in },
        onEnd: @escaping @Sendable (RabbitError) -> Void = { _ in }
    ) {
        self.url = url
        self.isLasting = isLasting
        self.prepare = prepare
        self.onMessage = onMessage
        self.onEnd = onEnd
    }

    deinit {
        thread.withLock { $0 }?.letGo()
    }

    /// Works on the connection, on its thread.
    /// - Throws: what `work` throws, which ends the connection; ``RabbitError`` if there is none.
    func perform<Answer: Sendable>(
        _ work: @escaping @Sendable (RabbitConnection) throws -> Answer
    ) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            submit { connection in
                let result = Result { try work(connection.get()) }
                continuation.resume(with: result)
                _ = try result.get()
            }
        }
    }

    /// Returns when every publication is durable: when its quorum queues have written it and synced their log.
    /// - Throws: ``RabbitError`` if that is not known of all.
    func publish(_ publications: [RabbitPublication]) async throws {
        guard !publications.isEmpty else { return }
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            publish(publications) { error in
                if let error { continuation.resume(throwing: error) } else { continuation.resume() }
            }
        }
    }

    /// The same for who does not wait.
    func publish(_ publications: [RabbitPublication], answer: @escaping Confirms.Answer) {
        let alarm = Alarm.set(at: .after(Self.patience)) { [weak self] in self?.thread.withLock { $0 }?.cut() }
        submit { connection in
            switch connection {
            case .success(let connection):
                try connection.publish(publications) { error in
                    alarm.cancel()
                    answer(error)
                }
            case .failure(let error):
                alarm.cancel()
                answer(error)
            }
        }
    }

    /// A loss on the way does no harm: the message comes again.
    func acknowledge(_ tag: UInt64) {
        submit { try $0.get().acknowledge(tag) }
    }

    /// Returns when the connection, if there is one, is closed, and all that was published is answered for.
    func close() async {
        await thread.withLock { $0 }?.end()
    }

    private func submit(_ job: @escaping RabbitThread.Job) {
        let isTaken = thread.withLock { thread in
            if let thread, thread.submit(job) { return true }
            if thread != nil, !isLasting { return false }
            let next = RabbitThread(url, prepare: prepare, onMessage: onMessage, onEnd: onEnd)
            // It cannot have ended: it has not begun.
            _ = next.submit(job)
            next.start()
            thread = next
            return true
        }
        if !isTaken { try? job(.failure(RabbitError("the connection was lost"))) }
    }
}
