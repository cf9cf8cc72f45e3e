import Logging
import Wire

/// Follows what is said from now on, by a queue that nobody else has and that goes with the connection: RabbitMQ keeps
/// nothing for whoever follows. After a loss it begins anew, and says so.
struct RabbitFollowing: Sendable {
    let topics: [String]
    let url: RabbitURL
    let logger: Logger
    let handle: @Sendable (FollowedNews) async -> Void

    private typealias Inbox = Happenings<Result<RabbitMessage, any Error>>

    /// How often it is asked whether all has come.
    private static let beat = Duration.seconds(3)

    /// - Throws: only `CancellationError`.
    func run() async throws {
        var failures = 0
        while true {
            let start = ContinuousClock.now
            do {
                try await session()
            } catch {
                try Task.checkCancellation()
                if failures == 0 { logger.warning("events are not followed for now", metadata: ["error": "\(error)"]) }
                await handle(.falters)
            }
            failures = start.duration(to: .now) > .seconds(5) ? 1 : failures + 1
            try await Task.sleep(for: RabbitListening.pause(after: failures))
        }
    }

    private func session() async throws {
        let inbox = Inbox()
        let (topics, queue) = (topics, "follow:\(GroupNote.name())")
        let link = RabbitLink(
            url,
            prepare: { connection in
                try Topology.declareEvents(on: connection)
                try connection.declareOwnQueue(queue)
                for topic in topics { try connection.bind(queue, to: Topology.events, route: "\(topic).#") }
                try connection.consume(queue, prefetch: 0, isSettledAtOnce: true)
            }, onMessage: { inbox.tell(.success($0)) }, onEnd: { inbox.tell(.failure($0)) })
        do {
            try await link.perform { _ in }
            await handle(.starts)
            try await withTaskCancellationHandler {
                try await listen(link, inbox, queue)
            } onCancel: {
                inbox.tell(.failure(CancellationError()))
            }
        } catch {
            await link.close()
            throw error
        }
    }

    /// Tells what comes. A mark that is sent to the queue comes behind all that was said before.
    private func listen(_ link: RabbitLink, _ inbox: Inbox, _ queue: String) async throws {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            defer { tasks.cancelAll() }
            tasks.addTask {
                while true {
                    try await link.publish([GroupNote(.barrier, id: queue).publication(route: queue)])
                    try await Task.sleep(for: Self.beat)
                }
            }
            while true {
                let message = try await inbox.next().get()
                if message.contentType == CloudEvent.mediaType {
                    // The groups park what nobody can read, and say so.
                    if let event = try? CloudEvent(json: message.body) { await handle(.event(event)) }
                } else if GroupNote(message)?.id == queue {
                    await handle(.isUpToDate)
                }
            }
        }
    }
}
