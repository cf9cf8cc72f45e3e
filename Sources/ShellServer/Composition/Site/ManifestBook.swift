import FragmentContract
import NIOCore

/// The manifests that are in force. One that is faulty or clashes with another team's is refused with its reasons, and
/// the server's last good one stays.
package struct ManifestBook: Sendable {
    private let layouts: Set<String>
    private var accepted: [String: FragmentManifest] = [:]
    /// Refused because of another team's, and so to be looked at again when that one changes.
    private var waiting: [String: FragmentManifest] = [:]
    /// Why a server's newest manifest was not taken; gone when a good one comes.
    package private(set) var refusals: [String: [String]] = [:]

    /// - Parameter layouts: the names that pages may ask for.
    package init(layouts: Set<String>) {
        self.layouts = layouts
    }

    package var manifests: [FragmentManifest] {
        accepted.values.sorted { $0.server < $1.server }
    }

    package var siteMap: SiteMap { SiteMap(manifests: manifests) }

    /// Takes a manifest in, or refuses it.
    /// - Parameter server: the process that answered it, as discovery names it.
    /// - Returns: the reasons for a refusal; empty if it is in force now.
    package mutating func offer(_ manifest: FragmentManifest, from server: String) -> [String] {
        waiting[server] = nil
        let faults = ManifestCheck.complaints(about: manifest) + misfits(of: manifest, from: server)
        guard faults.isEmpty else { return refuse(server, faults) }
        let clashes = clashes(of: manifest, from: server)
        guard clashes.isEmpty else {
            waiting[server] = manifest
            return refuse(server, clashes)
        }
        accepted[server] = manifest
        refusals[server] = nil
        for (server, manifest) in waiting.sorted(by: { $0.key < $1.key }) { _ = offer(manifest, from: server) }
        return []
    }

    private mutating func refuse(_ server: String, _ reasons: [String]) -> [String] {
        refusals[server] = reasons
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
        for other in manifests where other.server != server {
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
        }
        return complaints
    }
}
