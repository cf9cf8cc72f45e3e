import Wire

/// What a shell that was started for development tells the open browsers: that a release has come into force, or what
/// keeps one from being made.
package final class DevChannel: Sendable {
    private let broadcast = Broadcast(DevNews())

    package init() {}

    package func send(_ event: DevNews.Event) { broadcast.update { $0.add(event) } }

    /// What there is to tell now, and again whenever there is more.
    package func news() -> AsyncStream<DevNews> { broadcast.values() }

    /// Compares what discovery says with what it said before.
    func note(_ directory: Directory, isKnown: (_ server: String, _ release: String) -> Bool) {
        let releases = directory.fragmentServers.compactMap { server in
            ReleaseChoice.order(of: directory.instances(of: server), bucket: nil).first
                .flatMap { isKnown(server, $0) ? (server, $0) : nil }
        }
        broadcast.update { news in
            for (server, release) in releases { news.note(release, of: server) }
        }
    }
}
