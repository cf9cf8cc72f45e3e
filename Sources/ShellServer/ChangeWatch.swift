import Chassis
import Composition
import FoundationEssentials
import Logging
import ServiceLifecycle
import Wire

/// Hears what has changed and has the cache ask for it anew. Each instance of the shell hears each event, from when it
/// began to listen; what it kept before then, or while it may have missed something, counts as changed.
struct ChangeWatch: Service {
    let events: any EventFollowing
    let resolver: FragmentResolver
    let count: Counter
    let logger: Logger

    static let topics = ["catalogue"]

    static let counter = Counter(
        "shop_cache_changes_total", help: "Events that ended the freshness of what was kept, by their type.")

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            try await events.follow(topics: Self.topics) { news in take(news) }
        }
    }

    private func take(_ news: FollowedNews) {
        switch news {
        case .starts:
            resolver.outdate(nil)
            resolver.hears(true)
        case .event(let event):
            do {
                resolver.outdate(Set(try event.decode(Change.self).tags))
                count.increment(["type": event.type])
            } catch {
                logger.warning("an event names no tags", metadata: ["event": "\(event.id)", "error": "\(error)"])
                resolver.outdate(nil)
            }
        case .isUpToDate: resolver.hears(true)
        case .falters: resolver.hears(false)
        }
    }

    /// What the shell needs to know of an event, whatever else it says.
    private struct Change: Decodable {
        let tags: [String]
    }
}
