import FragmentContract
import NIOCore

/// The manifests that are in force, of every release that there is. One that is faulty or clashes with another team's
/// is refused with its reasons, and the server's other releases stay.
package struct ManifestBook: Sendable {
    private let layouts: Set<String>
    private var accepted: [ReleaseID: FragmentManifest] = [:]
    /// Refused because of another team's, and so to be looked at again when that one changes.
    private var waiting: [ReleaseID: FragmentManifest] = [:]
    /// Releases that are for one visitor each: nothing of theirs stands in anybody's way.
    private var overrides: Set<ReleaseID> = []
    /// Why a release's manifest was not taken; gone when a good one comes.
    package private(set) var refusals: [ReleaseID: [String]] = [:]

    /// - Parameter layouts: the names that pages may ask for.
    package init(layouts: Set<String>) {
        self.layouts = layouts
    }

    /// By server, then the newest first.
    package var manifests: [FragmentManifest] {
        accepted.sorted { $0.key < $1.key }.map(\.value)
    }

    package var servers: Set<String> { Set(accepted.keys.map(\.server)) }

    /// A server's releases that are in force, the newest first.
    package func releases(of server: String) -> [String] {
        accepted.keys.filter { $0.server == server }.sorted().map(\.release)
    }

    /// The same without those that are for one visitor alone.
    package func commonReleases(of server: String) -> [String] {
        releases(of: server).filter { !isOverride(server, $0) }
    }

    package func isOverride(_ server: String, _ release: String) -> Bool {
        !overrides.isEmpty && overrides.contains(ReleaseID(server, release))
    }

    /// The site of the newest releases.
    package var siteMap: SiteMap {
        siteMap(Dictionary(accepted.keys.sorted().map { ($0.server, $0.release) }) { first, _ in first })
    }

    /// The site of one combination of releases.
    /// - Parameters:
    ///   - choice: a release for each server.
    ///   - standby: the releases that answer when those of `choice` fail.
    package func siteMap(_ choice: [String: String], standby: [String: String] = [:]) -> SiteMap {
        func manifests(_ choice: [String: String]) -> [FragmentManifest] {
            choice.map { ReleaseID($0.key, $0.value) }.sorted().compactMap { accepted[$0] }
        }
        // An override has no standby: whoever develops it wants to see how it fails.
        let own = choice.filter { isOverride($0.key, $0.value) }.keys
        return SiteMap(
            manifests: manifests(choice),
            standby: manifests(standby.filter { choice[$0.key] != $0.value && !own.contains($0.key) }),
            overrides: Set(own))
    }

    /// Takes a manifest in, or refuses it.
    /// - Parameters:
    ///   - server: the process that answered it, as discovery names it.
    ///   - isOverride: whether it is for one visitor alone.
    /// - Returns: the reasons for a refusal; empty if it is in force now.
    package mutating func offer(_ manifest: FragmentManifest, from server: String, isOverride: Bool = false) -> [String]
    {
        let id = ReleaseID(server, manifest.release)
        if isOverride { overrides.insert(id) }
        waiting[id] = nil
        let faults = ManifestCheck.complaints(about: manifest) + misfits(of: manifest, from: server)
        guard faults.isEmpty else { return refuse(id, faults) }
        let clashes = clashes(of: manifest, from: server)
        guard clashes.isEmpty else {
            waiting[id] = manifest
            return refuse(id, clashes)
        }
        accepted[id] = manifest
        refusals[id] = nil
        offerWaiting()
        return []
    }

    /// Forgets one release.
    package mutating func forget(_ id: ReleaseID) {
        accepted[id] = nil
        waiting[id] = nil
        refusals[id] = nil
        overrides.remove(id)
        offerWaiting()
    }

    /// Forgets all of a server: it was taken out of the fleet for good.
    package mutating func forget(server: String) {
        let known = Set(accepted.keys).union(waiting.keys).union(refusals.keys)
        for id in known where id.server == server { forget(id) }
    }

    private mutating func offerWaiting() {
        for (id, manifest) in waiting.sorted(by: { $0.key < $1.key }) { _ = offer(manifest, from: id.server) }
    }

    private mutating func refuse(_ id: ReleaseID, _ reasons: [String]) -> [String] {
        refusals[id] = reasons
        return reasons
    }

    // MARK: Reasons

    /// What does not fit this shell, whatever other teams say.
    private func misfits(of manifest: FragmentManifest, from server: String) -> [String] {
        var complaints: [String] = []
        if manifest.server != server {
            complaints.append("it calls itself \(manifest.server), but \(server) answered it")
        }
        for page in manifest.pages where !layouts.contains(page.layout) {
            complaints.append(
                "page \(page.route): there is no layout \(page.layout); there are \(layouts.sorted().joined(separator: ", "))"
            )
        }
        for fragment in manifest.fragments {
            for (kind, markup) in [("fallback", fragment.fallback), ("pending", fragment.pending)] {
                guard let markup else { continue }
                do {
                    _ = try FragmentParser.parse(ByteBuffer(string: markup))
                } catch {
                    complaints.append("fragment \(fragment.name): its \(kind) markup is \(error)")
                }
            }
        }
        return complaints
    }

    private func clashes(of manifest: FragmentManifest, from server: String) -> [String] {
        var complaints: [String] = []
        for other in manifests where other.server != server && !overrides.contains(other.id) {
            if other.team == manifest.team { complaints.append("team \(manifest.team) belongs to \(other.server)") }
            let pages = Set(other.pages.compactMap { RoutePattern($0.route)?.shape })
            for page in manifest.pages where RoutePattern(page.route).map({ pages.contains($0.shape) }) == true {
                complaints.append("page \(page.route) belongs to \(other.server)")
            }
            let actions = Set(other.actions.compactMap { RoutePattern($0.route)?.shape })
            for action in manifest.actions where RoutePattern(action.route).map({ actions.contains($0.shape) }) == true
            {
                complaints.append("action \(action.route) belongs to \(other.server)")
            }
            let streams = Set(other.streams.compactMap { RoutePattern($0.route)?.shape })
            for stream in manifest.streams where RoutePattern(stream.route).map({ streams.contains($0.shape) }) == true
            {
                complaints.append("stream \(stream.route) belongs to \(other.server)")
            }
        }
        // Several releases of the other server may have the same.
        return complaints.reduce(into: []) { all, next in if !all.contains(next) { all.append(next) } }
    }
}
