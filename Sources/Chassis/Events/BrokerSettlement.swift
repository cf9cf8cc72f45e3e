import BrokerAPI
import Logging
import Synchronization
import Wire

/// Tells the broker what became of deliveries: all that have a verdict in one call, while the next ones gather.
final class BrokerSettlement: Sendable {
    private struct State {
        var outcome = DeliveryOutcome()
        var waiting: [CheckedContinuation<Void, Never>] = []
        var isHurrying = false
        var isOver = false
    }

    private let client: BrokerClient
    private let group: String
    private let logger: Logger
    private let state = Mutex(State())
    private let ticks = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    /// How often a consumer that stops tries to tell its last outcomes; the events come again if it cannot.
    private static let lastAttempts = 3

    init(client: BrokerClient, group: String, logger: Logger) {
        self.client = client
        self.group = group
        self.logger = logger
    }

    /// Returns when the broker knows, or will not be told any more: then the event comes again. What is released it
    /// learns when the consumer leaves.
    func settle(_ delivery: BrokerDelivery, _ verdict: Verdict) async {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                guard !state.isOver else { return continuation.resume() }
                switch verdict {
                case .acknowledge: state.outcome.acknowledged.append(delivery.position)
                case .reject(let reason):
                    state.outcome.rejected.append(
                        .init(position: delivery.position, attempt: delivery.attempt, reason: reason))
                case .release: break
                }
                state.waiting.append(continuation)
            }
            ticks.continuation.yield()
        }
    }

    /// The consumer stops: a broker that is away is not waited for much longer.
    func hurry() { state.withLock { $0.isHurrying = true } }

    /// Nothing more comes.
    func finish() { ticks.continuation.finish() }

    /// Tells until it is finished, or cancelled.
    func run() async {
        for await _ in ticks.stream {
            let (outcome, waiting) = take()
            if !outcome.acknowledged.isEmpty || !outcome.rejected.isEmpty { await tell(outcome) }
            for waiting in waiting { waiting.resume() }
        }
        state.withLock { $0.isOver = true }
        for waiting in take().waiting { waiting.resume() }
    }

    private func take() -> (outcome: DeliveryOutcome, waiting: [CheckedContinuation<Void, Never>]) {
        state.withLock { state in
            defer { (state.outcome, state.waiting) = (DeliveryOutcome(), []) }
            return (state.outcome, state.waiting)
        }
    }

    private func tell(_ outcome: DeliveryOutcome) async {
        var backoff = Backoff()
        var attempts = 0
        while true {
            do {
                try await client.acknowledge(group, outcome)
                return
            } catch {
                attempts += 1
                logger.warning(
                    "the broker does not know yet what became of events",
                    metadata: ["group": "\(group)", "error": "\(error)"])
                let isRefused = (error as? Problem).map { (400..<500).contains($0.status) } ?? false
                if isRefused || (attempts >= Self.lastAttempts && state.withLock(\.isHurrying)) { return }
                await pause(backoff.pause())
            }
        }
    }
}
