import BrokerAPI
import Logging
import Wire

/// A consumer at the broker, from its subscription to its end.
///
/// The broker takes who asks again for somebody who holds nothing. So the consumer has several lanes, each with a name
/// of its own: while the events of one are handled, another asks, and a slow handler does not keep the rest waiting.
struct BrokerListening: Sendable {
    let client: BrokerClient
    let group: String
    let topics: [String]
    let consumer: String
    let logger: Logger
    let handle: @Sendable (Delivery) async -> Verdict

    private static let lanes = 8
    private static let batch = 32
    /// How long a consumer that stops tries to tell what it has done: a successor may be waiting for it.
    private static let farewell = Duration.seconds(1)

    /// - Throws: only `CancellationError`, when the task is cancelled and what has a verdict is settled.
    func run() async throws {
        let settlement = BrokerSettlement(client: client, group: group, logger: logger)
        let lanes = BrokerLanes(consumer: consumer, count: Self.lanes)
        // What has a verdict must be told though this task is cancelled; this one is waited for below.
        let telling = Task {
            await settlement.run()
            for lane in lanes.used { try? await client.leave(group, consumer: lane) }
        }
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { handlers in
                try? await subscribe(lanes)
                while let lane = await lanes.take(), let deliveries = try? await ask(as: lane) {
                    handlers.addTask {
                        await settle(deliveries, settlement)
                        lanes.giveBack(lane)
                    }
                }
            }
        } onCancel: {
            settlement.hurry()
            Task {
                await pause(Self.farewell)
                telling.cancel()
            }
        }
        settlement.finish()
        await telling.value
        throw CancellationError()
    }

    /// Makes the group what it shall be, and takes back what an earlier consumer of this name held.
    private func subscribe(_ lanes: BrokerLanes) async throws {
        try await untilDone("events are not heard yet") {
            try await client.subscribe(group, GroupSubscription(topics: topics))
            for lane in lanes.all { try await client.leave(group, consumer: lane) }
        }
    }

    private func ask(as lane: String) async throws -> [BrokerDelivery] {
        try await untilDone("events are not heard for now") {
            do {
                return try await client.deliveries(to: group, consumer: lane, limit: Self.batch)
            } catch let problem as Problem where problem.status == 404 {
                // The broker has lost the group, e.g. with its file.
                try await client.subscribe(group, GroupSubscription(topics: topics))
                return []
            }
        }
    }

    /// Tries until it goes well.
    /// - Throws: only `CancellationError`.
    private func untilDone<Answer>(_ complaint: Logger.Message, _ work: () async throws -> Answer) async throws
        -> Answer
    {
        var backoff = Backoff()
        while true {
            do {
                return try await work()
            } catch {
                try Task.checkCancellation()
                logger.warning(complaint, metadata: ["group": "\(group)", "error": "\(error)"])
                try await Task.sleep(for: backoff.pause())
            }
        }
    }

    /// Returns when each delivery has been handled and the broker knows what became of it.
    private func settle(_ deliveries: [BrokerDelivery], _ settlement: BrokerSettlement) async {
        await withDiscardingTaskGroup { tasks in
            for delivery in deliveries {
                tasks.addTask {
                    let verdict = await handle(Delivery(event: delivery.event, attempt: delivery.attempt))
                    await settlement.settle(delivery, verdict)
                }
            }
        }
    }
}
