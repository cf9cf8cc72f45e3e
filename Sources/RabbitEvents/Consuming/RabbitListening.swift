import Logging
import Wire

/// A consumer, from its subscription to its end, over as many connections as it takes.
struct RabbitListening: Sendable {
    let group: RabbitGroup
    let topics: [String]
    let url: RabbitURL
    let logger: Logger
    let handle: @Sendable (Delivery) async -> Verdict

    /// - Throws: only `CancellationError`, when the task is cancelled and what has a verdict is settled.
    func run() async throws {
        var failures = 0
        while !Task.isCancelled {
            let start = ContinuousClock.now
            do {
                var session = RabbitSession(group: group, topics: topics, url: url, logger: logger, handle: handle)
                try await session.run()
            } catch is CancellationError {
                break
            } catch {
                logger.warning(
                    "events are not heard for now", metadata: ["group": "\(group.name)", "error": "\(error)"])
            }
            // A connection that has lasted was a good one.
            failures = start.duration(to: .now) > .seconds(5) ? 1 : failures + 1
            try? await Task.sleep(for: Self.pause(after: failures))
        }
        throw CancellationError()
    }

    /// 50 ms, then twice as long each time, at most a second. Half of it is random, so that those who failed together
    /// do not come back together.
    static func pause(after failures: Int) -> Duration {
        let half = min(.milliseconds(25) * (1 << min(failures - 1, 8)), .milliseconds(500))
        return half + half * Double.random(in: 0...1)
    }
}
