import FragmentContract
import Synchronization
import Wire

/// Asks fragment servers. The deadline is that of the current ``RequestScope``.
package protocol FragmentFetching: Sendable {
    /// - Parameters:
    ///   - fragment: what is asked for; nil for anything but a fragment.
    ///   - release: the one to ask; another answers only if there is no instance of it.
    /// - Throws: ``WireError``, or `CancellationError`.
    func fetch(
        _ request: WireRequest, of fragment: String?, from server: String, release: String?, limit: Int
    ) async throws -> WireResponse
}

/// Asks over HTTP, with a circuit breaker and a retry budget for each fragment of each release, so that one that is
/// unwell does not cut off its server's others.
package final class WireFetcher: FragmentFetching {
    private let discovery: any Discovery
    private let clients = Mutex<[Circuit: ServiceClient]>([:])

    private struct Circuit: Hashable {
        let server: String
        let release: String?
        let fragment: String?
    }

    package init(discovery: any Discovery) {
        self.discovery = discovery
    }

    package func fetch(
        _ request: WireRequest, of fragment: String?, from server: String, release: String?, limit: Int
    ) async throws -> WireResponse {
        try await client(for: Circuit(server: server, release: release, fragment: fragment)).send(request, limit: limit)
    }

    /// An answer whose body comes bit by bit for as long as it likes, as long as it does not fall silent.
    /// - Parameters:
    ///   - timeout: until its head is there.
    ///   - pause: how long the body may stand still.
    package func stream(
        _ request: WireRequest, from server: String, release: String, within timeout: Duration, pause: Duration
    ) async throws -> WireStream {
        try await client(for: Circuit(server: server, release: release, fragment: nil))
            .stream(request, within: timeout, pause: pause)
    }

    private func client(for circuit: Circuit) -> ServiceClient {
        clients.withLock { clients in
            if let client = clients[circuit] { return client }
            let instances = discovery.directory.instances(of: circuit.server)
            for old in clients.keys where old.server == circuit.server {
                let isGone = !instances.contains { $0.release == old.release }
                if isGone, old.release != nil, old.release != circuit.release { clients[old] = nil }
            }
            let view = circuit.release.map { release -> any Discovery in
                ReleaseView(discovery: discovery, service: circuit.server, release: release)
            }
            let client = ServiceClient(circuit.server, discovery: view ?? discovery, timeout: .seconds(10))
            clients[circuit] = client
            return client
        }
    }
}

/// Discovery as far as one release of one service goes; all of it while that release has no instance that takes calls.
/// A client that sees only this asks no other release by itself: the other may know the fragment under another path.
private struct ReleaseView: Discovery {
    let discovery: any Discovery
    let service: String
    let release: String

    var directory: Directory { narrowed(discovery.directory) }

    func changes() -> AsyncStream<Directory> { discovery.changes() }

    private func narrowed(_ directory: Directory) -> Directory {
        let instances = directory.instances(of: service)
        guard instances.contains(where: { $0.release != release }),
            instances.contains(where: { $0.release == release && $0.status == .up })
        else { return directory }
        return Directory(services: [service: instances.filter { $0.release == release }])
    }
}
