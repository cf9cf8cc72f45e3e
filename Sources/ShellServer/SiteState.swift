import Composition
import FragmentContract
import Synchronization
import Wire

/// The site as the shell knows it now; changes whenever a team's manifest does, or discovery says that releases come
/// and go.
final class SiteState: Sendable {
    private let state: Mutex<ReleasedSite>
    private let start = ContinuousClock.now
    /// Set when every manifest that the shell waits for is there.
    let isComplete = Eventual<Bool>()

    init(layouts: Set<String>) {
        state = Mutex(ReleasedSite(layouts: layouts))
    }

    /// The site of the visitor whom the running task serves.
    var map: SiteMap { state.withLock { $0.map(for: RequestScope.current?.bucket) } }

    /// Whether the fleet has only just changed.
    var isInTransition: Bool { state.withLock { $0.isInTransition(at: .now) } }

    /// The manifests of what is in service: one for each server.
    var inService: [FragmentManifest] { state.withLock(\.inService) }

    /// The release that everybody gets who has no candidate.
    func releaseInService(of server: String) -> String? { state.withLock { $0.releaseInService(of: server) } }

    /// The server whose assets lie under a team's name.
    func server(ofTeam team: String) -> String? { state.withLock { $0.server(ofTeam: team) } }

    /// Whether the release's manifest is in force or was refused: it need not be asked for again.
    func isDecided(_ id: ReleaseID) -> Bool {
        state.withLock { $0.book.refusals[id] != nil || $0.book.releases(of: id.server).contains(id.release) }
    }

    /// Takes a manifest in, or answers why not: then the server's other releases stay in force.
    func offer(_ manifest: FragmentManifest, from server: String) -> [String] {
        state.withLock { $0.offer(manifest, from: server) }
    }

    /// - Returns: whether there are releases to forget after a while.
    func take(_ directory: Directory) -> Bool { state.withLock { $0.take(directory, at: .now) } }

    /// - Returns: the releases that are forgotten.
    func expire() -> [ReleaseID] { state.withLock { $0.expire(at: .now) } }

    /// Why the shell should not take traffic yet: it has no manifest at all, or it is young and one is still missing.
    /// A team that stays away does not keep the others' pages from being served.
    func complaint(whileWaitingFor servers: [String]) -> String? {
        state.withLock { site in
            let missing = servers.filter { !site.isKnown($0) }
            let isYoung = start.duration(to: .now) < .seconds(5)
            guard !missing.isEmpty, site.book.manifests.isEmpty || isYoung else { return nil }
            return "no manifest yet from \(missing.joined(separator: ", "))"
        }
    }
}
