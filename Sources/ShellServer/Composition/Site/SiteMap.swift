import FragmentContract
import NIOCore

/// Everything that the shell knows about the site at one moment: made from the accepted manifests, never changed.
package struct SiteMap: Sendable {
    /// A fragment and who serves it.
    package final class Fragment: Sendable {
        package let declaration: FragmentDeclaration
        package let server: String
        package let team: String
        package let release: String
        /// The same fragment in the release that answers when this one fails; nil if this one is in full service.
        package let standby: Fragment?
        /// Whether it is for one visitor alone: nothing of it is kept.
        let isOverride: Bool
        /// Cookies and headers that its answer depends on.
        let cookies: [String]
        let headers: [String]
        /// Its wrapper's attributes that are the same on every page, and their beginning.
        let wrapper: String
        private let name: String
        /// What stands in its place when there is nothing else, and while it is awaited.
        let fallback: PreparedFragment
        let pending: PreparedFragment

        init(
            _ declaration: FragmentDeclaration, of manifest: FragmentManifest, standby: Fragment? = nil,
            isOverride: Bool = false
        ) {
            self.declaration = declaration
            self.standby = standby
            self.isOverride = isOverride
            server = manifest.server
            team = manifest.team
            release = manifest.release
            cookies = declaration.varies.compactMap { $0.hasPrefix("cookie:") ? String($0.dropFirst(7)) : nil }.sorted()
            headers = declaration.varies.compactMap { $0.hasPrefix("header:") ? String($0.dropFirst(7)) : nil }.sorted()
            name = "data-name=\"\(declaration.name)\" data-team=\"\(manifest.team)\" data-release=\""
            wrapper = "\(name)\(CharacterReferences.escape(manifest.release))\""
            fallback = Self.prepared(declaration.fallback)
            pending = Self.prepared(declaration.pending)
        }

        package var id: ReleaseID { ReleaseID(server, release) }

        /// The wrapper's attributes when `release` has answered.
        func wrapper(of release: String?) -> String {
            guard let release, release != self.release else { return wrapper }
            return "\(name)\(CharacterReferences.escape(release))\""
        }

        /// A declaration's own markup; ``ManifestBook`` has refused what cannot be placed.
        private static func prepared(_ markup: String?) -> PreparedFragment {
            markup.flatMap { try? FragmentParser.parse(ByteBuffer(string: $0)) } ?? .empty
        }
    }

    package struct Page: Sendable {
        package let declaration: PageDeclaration
        package let primary: Fragment
        let pattern: RoutePattern
    }

    package struct Action: Sendable {
        package let declaration: ActionDeclaration
        package let server: String
        package let release: String
        let pattern: RoutePattern
    }

    package struct Stream: Sendable {
        package let declaration: StreamDeclaration
        package let server: String
        package let release: String
        let pattern: RoutePattern
    }

    package let fragments: [String: Fragment]
    /// The percentage of the visitors that each release has, of servers with more than one.
    package internal(set) var shares: [ReleaseID: Int] = [:]
    /// Teams' asset folders: who serves `/assets/TEAM/`.
    package let servers: [String: String]
    private let pages: [Page]
    private let actions: [Action]
    private let streams: [Stream]
    private let assets: [String: AssetDeclaration]

    package static let empty = SiteMap(manifests: [])

    /// - Parameters:
    ///   - manifests: one for each server, checked and without clashes: see ``ManifestBook``.
    ///   - standby: of the releases in full service, for servers whose manifest is a candidate's.
    ///   - overrides: servers whose manifest is for one visitor alone.
    init(manifests: [FragmentManifest], standby: [FragmentManifest] = [], overrides: Set<String> = []) {
        var inService: [String: Fragment] = [:]
        for manifest in standby {
            for declaration in manifest.fragments { inService[declaration.name] = Fragment(declaration, of: manifest) }
        }
        var fragments: [String: Fragment] = [:]
        var assets: [String: AssetDeclaration] = [:]
        for manifest in manifests {
            for declaration in manifest.fragments {
                let name = declaration.name
                fragments[name] = Fragment(
                    declaration, of: manifest, standby: inService[name],
                    isOverride: overrides.contains(manifest.server))
            }
            for asset in manifest.assets { assets["\(manifest.team)/\(asset.name)"] = asset }
        }
        self.fragments = fragments
        self.assets = assets
        servers = Dictionary(manifests.map { ($0.team, $0.server) }) { first, _ in first }
        pages = manifests.flatMap(\.pages).compactMap { page in
            guard let pattern = RoutePattern(page.route), let primary = fragments[page.primary] else { return nil }
            return Page(declaration: page, primary: primary, pattern: pattern)
        }.sorted { $0.pattern.specificity.lexicographicallyPrecedes($1.pattern.specificity) }
        actions = manifests.flatMap { manifest in
            manifest.actions.compactMap { action in
                RoutePattern(action.route).map {
                    Action(declaration: action, server: manifest.server, release: manifest.release, pattern: $0)
                }
            }
        }
        streams = manifests.flatMap { manifest in
            manifest.streams.compactMap { stream in
                RoutePattern(stream.route).map {
                    Stream(declaration: stream, server: manifest.server, release: manifest.release, pattern: $0)
                }
            }
        }
    }

    /// The page at a path, its segments decoded, and the route's parameters.
    package func page(at path: [String]) -> (page: Page, parameters: [String: String])? {
        for page in pages {
            if let parameters = page.pattern.match(path) { return (page, parameters) }
        }
        return nil
    }

    package func action(at path: [String]) -> Action? {
        actions.first { $0.pattern.match(path) != nil }
    }

    package func stream(at path: [String]) -> Stream? {
        streams.first { $0.pattern.match(path) != nil }
    }

    /// The assets that a set of fragments and all that they may contain need: each once, in order of first need.
    func assets(for roots: [Fragment]) -> [AssetDeclaration] {
        var seen: Set<String> = []
        var found: Set<AssetDeclaration> = []
        var result: [AssetDeclaration] = []
        var queue = roots
        while !queue.isEmpty {
            let fragment = queue.removeFirst()
            guard seen.insert(fragment.declaration.name).inserted else { continue }
            for name in fragment.declaration.assets {
                if let asset = assets["\(fragment.team)/\(name)"], found.insert(asset).inserted { result.append(asset) }
            }
            queue += fragment.declaration.nests.compactMap { fragments[$0] }
        }
        return result
    }
}
