import FragmentContract
import Wire

/// The site with every release that is in force: which of them a visitor's pages are made of, and the map of each
/// combination, made once.
package struct ReleasedSite: Sendable {
    /// How long a release without an instance is remembered.
    package static let memory = Duration.seconds(30)
    /// How long a change of the fleet makes itself felt: a hand-over, and a process that starts and takes the processor
    /// from the others, are over by then.
    package static let transition = Duration.seconds(2)

    package private(set) var book: ManifestBook
    private var directory = Directory()
    private var changedAt: ContinuousClock.Instant?
    private var absentSince: [ReleaseID: ContinuousClock.Instant] = [:]
    /// What everybody gets who has no candidate, server by server.
    private var base: [String: String] = [:]
    /// What answers when that fails: the same, but for a server whose newest release has only just got all visitors.
    private var standby: [String: String] = [:]
    private var settled = SiteMap.empty
    /// Releases for one visitor alone that discovery has shown: their manifests may come later than they last.
    private var overrides: Set<ReleaseID> = []
    /// Instances of servers that have a candidate or an override; empty most of the time: then every visitor has the
    /// same map.
    private var contested: [String: [Instance]] = [:]
    private var maps: [[String: String]: SiteMap] = [:]
    private var shares: [ReleaseID: Int] = [:]

    /// - Parameter layouts: the names that pages may ask for.
    package init(layouts: Set<String>) {
        book = ManifestBook(layouts: layouts)
    }

    // MARK: What a visitor gets

    /// - Parameter bucket: the visitor's; nil for nobody's, who gets no candidate.
    package mutating func map(for bucket: Int?) -> SiteMap {
        var map = choice(for: bucket)
        map.shares = shares
        return map
    }

    private mutating func choice(for bucket: Int?) -> SiteMap {
        guard !contested.isEmpty, let bucket else { return settled }
        var choice = base
        for (server, instances) in contested {
            choice[server] = ReleaseChoice.order(of: instances, bucket: bucket).first ?? base[server]
        }
        if choice == base { return settled }
        if let map = maps[choice] { return map }
        let map = book.siteMap(choice, standby: standby)
        maps[choice] = map
        return map
    }

    /// The server whose assets lie under a team's name, in whatever release.
    package func server(ofTeam team: String) -> String? {
        settled.servers[team] ?? book.manifests.first { $0.team == team }?.server
    }

    /// The release that everybody gets who has no candidate.
    package func releaseInService(of server: String) -> String? { base[server] }

    /// The manifest of each server's release that is in service.
    package var inService: [FragmentManifest] {
        book.manifests.filter { base[$0.server] == $0.release }
    }

    /// Whether a manifest of a release in full service, or of the only one, is in force.
    package func isKnown(_ server: String) -> Bool {
        let instances = directory.instances(of: server)
        return book.commonReleases(of: server).contains { !ReleaseChoice.isCandidate($0, among: instances) }
    }

    /// Whether instances of whatever service have only just come or gone: then slowness is nobody's fault.
    package func isInTransition(at now: ContinuousClock.Instant) -> Bool {
        changedAt.map { $0.duration(to: now) < Self.transition } ?? false
    }

    // MARK: Changes

    /// Takes a manifest in, or answers why not.
    package mutating func offer(_ manifest: FragmentManifest, from server: String) -> [String] {
        let isOverride = overrides.contains(ReleaseID(server, manifest.release))
        let reasons = book.offer(manifest, from: server, isOverride: isOverride)
        refresh(bookChanged: reasons.isEmpty)
        return reasons
    }

    /// Takes note of what discovery says.
    /// - Returns: whether a release has lost its last instance, so that ``expire(at:)`` will have something to do.
    package mutating func take(_ directory: Directory, at now: ContinuousClock.Instant) -> Bool {
        if directory != self.directory { changedAt = now }
        self.directory = directory
        let present = directory.fragmentReleases
        overrides.formUnion(directory.overrides)
        for id in book.manifests.map(\.id) {
            absentSince[id] = present.contains(id) ? nil : absentSince[id] ?? now
        }
        let retired = directory.retired.filter { !book.releases(of: $0).isEmpty }
        for server in retired { book.forget(server: server) }
        refresh(bookChanged: !retired.isEmpty)
        return !absentSince.isEmpty
    }

    /// Forgets the releases that are long gone. A server that is wholly gone keeps its last: its pages are unavailable,
    /// not unknown.
    ///
    /// - Returns: those forgotten.
    @discardableResult
    package mutating func expire(at now: ContinuousClock.Instant) -> [ReleaseID] {
        let present = directory.fragmentReleases
        let old = absentSince.filter { id, since in
            since.duration(to: now) >= Self.memory
                && (book.isOverride(id.server, id.release)
                    || book.commonReleases(of: id.server).contains { present.contains(ReleaseID(id.server, $0)) })
        }
        for id in old.keys {
            book.forget(id)
            absentSince[id] = nil
        }
        overrides.formIntersection(present.union(book.manifests.map(\.id)))
        refresh(bookChanged: !old.isEmpty)
        return Array(old.keys)
    }

    private mutating func refresh(bookChanged: Bool) {
        var (base, standby): ([String: String], [String: String]) = ([:], [:])
        var contested: [String: [Instance]] = [:]
        shares = [:]
        for server in book.servers {
            let releases = book.releases(of: server)
            let instances = directory.instances(of: server).filter { releases.contains($0.release) }
            let order = ReleaseChoice.order(of: instances, bucket: nil)
            let parts = ReleaseChoice.shares(of: instances)
            if parts.count > 1 { for (release, share) in parts { shares[ReleaseID(server, release)] = share } }
            let common = book.commonReleases(of: server)
            let before = self.base[server].flatMap { common.contains($0) ? $0 : nil }
            base[server] = order.first ?? before ?? common.first
            standby[server] =
                base[server].flatMap { ReleaseChoice.standby(of: $0, among: instances) } ?? base[server]
            let hasCandidate =
                order.count > 1 && order.contains { ReleaseChoice.isCandidate($0, among: instances) }
            if hasCandidate || instances.contains(where: \.isOverride) { contested[server] = instances }
        }
        self.contested = contested
        guard bookChanged || base != self.base || standby != self.standby else { return }
        self.base = base
        self.standby = standby
        settled = book.siteMap(base, standby: standby)
        maps = [:]
    }
}

extension FragmentManifest {
    package var id: ReleaseID { ReleaseID(server, release) }
}

extension Directory {
    /// The releases of fragment servers of which there is an instance that may answer.
    package var fragmentReleases: Set<ReleaseID> {
        Set(
            services.values.joined().lazy.filter { $0.servesFragments && $0.status != .down }
                .map { ReleaseID($0.service, $0.release) })
    }

    /// The releases that are for one visitor alone.
    var overrides: [ReleaseID] {
        services.values.joined().filter(\.isOverride).map { ReleaseID($0.service, $0.release) }
    }
}
