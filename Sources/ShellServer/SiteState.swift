import Composition
import FragmentContract
import Synchronization

/// The site as the shell knows it now; changes whenever a team's manifest does.
final class SiteState: Sendable {
    private struct State {
        var book: ManifestBook
        var map: SiteMap
        let start = ContinuousClock.now
    }

    private let state: Mutex<State>

    init(layouts: Set<String>) {
        let book = ManifestBook(layouts: layouts)
        state = Mutex(State(book: book, map: book.siteMap))
    }

    var map: SiteMap { state.withLock(\.map) }

    /// Takes a manifest in, or answers why not: then the server's last good one stays in force.
    func offer(_ manifest: FragmentManifest, from server: String) -> [String] {
        state.withLock { state in
            let complaints = state.book.offer(manifest, from: server)
            if complaints.isEmpty { state.map = state.book.siteMap }
            return complaints
        }
    }

    /// Why the shell should not take traffic yet: it has no manifest at all, or it is young and one is still missing.
    /// A team that stays away does not keep the others' pages from being served.
    func complaint(whileWaitingFor servers: [String]) -> String? {
        state.withLock { state in
            let known = Set(state.book.manifests.map(\.server))
            let missing = servers.filter { !known.contains($0) }
            let isYoung = state.start.duration(to: .now) < .seconds(5)
            guard !missing.isEmpty, known.isEmpty || isYoung else { return nil }
            return "no manifest yet from \(missing.joined(separator: ", "))"
        }
    }
}
