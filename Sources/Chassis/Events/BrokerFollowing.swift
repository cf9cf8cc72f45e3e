import BrokerAPI
import Logging
import Wire

/// Follows the broker's log from its end on. The broker keeps nothing for whoever follows: the place is kept here, and
/// a place that is lost is said to be.
struct BrokerFollowing: Sendable {
    let client: BrokerClient
    let topics: Set<String>
    let logger: Logger
    let handle: @Sendable (FollowedNews) async -> Void

    /// How often the broker says at least that there is nothing new.
    private static let beat = Duration.seconds(4)

    /// - Throws: only `CancellationError`.
    func run() async throws {
        var place: Int64?
        var isHeard = true
        var backoff = Backoff()
        while true {
            do {
                place = try await go(on: place)
                isHeard = true
                backoff.reset()
            } catch {
                try Task.checkCancellation()
                if isHeard { logger.warning("events are not followed for now", metadata: ["error": "\(error)"]) }
                isHeard = false
                await handle(.falters)
                try await Task.sleep(for: backoff.pause())
            }
        }
    }

    /// The newest position; 0 of an empty log.
    private func end() async throws -> Int64 {
        var query = LogQuery()
        query.last = 1
        return try await client.log(query).next
    }

    /// Tells what comes next.
    /// - Parameter place: nil if it is lost.
    /// - Returns: the place behind it; nil if the log is another than it was, and the place lost.
    private func go(on place: Int64?) async throws -> Int64? {
        guard let place else {
            let end = try await end()
            await handle(.starts)
            return end
        }
        var query = LogQuery()
        query.after = place
        if topics.count == 1 { query.topic = topics.first }
        let page = try await client.log(query, wait: Self.beat)
        guard page.next >= place else { return nil }
        for entry in page.entries {
            guard let event = entry.event else {
                // Something was said there that nobody can read any more.
                await handle(.starts)
                continue
            }
            if topics.contains(event.topic) { await handle(.event(event)) }
        }
        if !page.hasMore { await handle(.isUpToDate) }
        return page.next
    }
}
