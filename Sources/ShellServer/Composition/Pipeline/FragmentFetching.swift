import FragmentContract
import Synchronization
import Wire

/// Asks fragment servers. The deadline is that of the current ``RequestScope``.
package protocol FragmentFetching: Sendable {
    /// - Parameter fragment: what is asked for; nil for anything but a fragment.
    /// - Throws: ``WireError``, or `CancellationError`.
    func fetch(_ request: WireRequest, of fragment: String?, from server: String, limit: Int) async throws
        -> WireResponse
}

/// Asks over HTTP, with a circuit breaker and a retry budget for each fragment, so that one that is unwell does not cut
/// off its server's others.
package final class WireFetcher: FragmentFetching {
    private let discovery: any Discovery
    private let clients = Mutex<[Circuit: ServiceClient]>([:])

    private struct Circuit: Hashable {
        let server: String
        let fragment: String?
    }

    package init(discovery: any Discovery) {
        self.discovery = discovery
    }

    package func fetch(
        _ request: WireRequest, of fragment: String?, from server: String, limit: Int
    ) async throws -> WireResponse {
        try await client(for: Circuit(server: server, fragment: fragment)).send(request, limit: limit)
    }

    private func client(for circuit: Circuit) -> ServiceClient {
        clients.withLock { clients in
            if let client = clients[circuit] { return client }
            let client = ServiceClient(circuit.server, discovery: discovery, timeout: .seconds(10))
            clients[circuit] = client
            return client
        }
    }
}
