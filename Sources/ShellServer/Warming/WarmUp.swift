import Chassis
import Composition
import Logging
import ServiceLifecycle
import ShellAPI
import Wire

/// Makes a new shell know what those beside it know, before it takes traffic: it composes the pages that visitors asked
/// of them last, so that its cache is not empty and its first visitors wait for nothing.
struct WarmUp: Service {
    let chassis: Chassis
    let composer: Composer
    let site: SiteState
    let recent: RecentPages
    /// Set when there is nothing more to wait for.
    let isDone = Eventual<Bool>()

    /// It is no reason not to start: what is not warm by then gets warm with its visitors.
    private static let longest = Duration.seconds(4)
    private static let width = 2

    /// Why the shell should not take traffic yet.
    var readiness: ReadinessCheck {
        ReadinessCheck("pages") { isDone.now == nil ? "composing the pages that visitors asked for last" : nil }
    }

    func run() async throws {
        let deadline = Deadline.after(Self.longest)
        await cancelWhenGracefulShutdown {
            if let peer { await compose(await pages(of: peer, by: deadline), by: deadline) }
        }
        isDone.set(true)
        try await gracefulShutdown()
    }

    /// Another shell that takes traffic.
    private var peer: Instance? {
        let own = chassis.settings.registry?.instance
        return chassis.discovery.directory.instances(of: chassis.settings.name)
            .first { $0.id != own && $0.status == .up }
    }

    private func pages(of peer: Instance, by deadline: Deadline) async -> [String] {
        do {
            return try await ShellClient(peer.address).recentPages(within: min(deadline.remaining, .seconds(1))).pages
        } catch {
            chassis.logger.notice("starts cold", metadata: ["peer": "\(peer.id)", "error": "\(error)"])
            return []
        }
    }

    private func compose(_ pages: [String], by deadline: Deadline) async {
        guard await site.isComplete.value(until: deadline) != nil else { return }
        let start = ContinuousClock.now
        let composed = await withTaskGroup(of: Int.self) { group in
            for first in 0..<Self.width {
                group.addTask {
                    var count = 0
                    for index in stride(from: first, to: pages.count, by: Self.width) {
                        guard !deadline.hasPassed, !Task.isCancelled else { break }
                        await compose(pages[index])
                        count += 1
                    }
                    return count
                }
            }
            return await group.reduce(0, +)
        }
        chassis.logger.info(
            "pages composed ahead",
            metadata: [
                "pages": "\(composed)", "of": "\(pages.count)", "ms": "\(start.duration(to: .now).milliseconds)",
            ])
        // Whoever comes after this one before any visitor does is to know as much.
        for page in pages.reversed() { recent.note(page) }
    }

    private func compose(_ target: String) async {
        let scope = RequestScope(trace: .root())
        await RequestScope.$current.withValue(scope) {
            let page = await composer.compose(PageRequest(target: target), site: site.map)
            guard case .streamed(let stream) = page.body else { return }
            try? await stream.write { _ in }
        }
    }
}
