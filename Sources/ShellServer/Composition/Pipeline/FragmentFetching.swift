import FragmentContract
import Synchronization
import Wire

/// Asks fragment servers. The deadline is that of the current ``RequestScope``.
package protocol FragmentFetching: Sendable {
    /// - Throws: ``WireError``, or `CancellationError`.
    func fetch(_ request: WireRequest, from server: String, limit: Int) async throws -> WireResponse
}

/// Asks over HTTP, with a circuit breaker and a retry budget for each server.
package final class WireFetcher: FragmentFetching {
    private let discovery: any Discovery
    private let clients = Mutex<[String: ServiceClient]>([:])

    package init(discovery: any Discovery) {
        self.discovery = discovery
    }

    package func fetch(_ request: WireRequest, from server: String, limit: Int) async throws -> WireResponse {
        try await client(of: server).send(request, limit: limit)
    }

    private func client(of server: String) -> ServiceClient {
        clients.withLock { clients in
            if let client = clients[server] { return client }
            let client = ServiceClient(server, discovery: discovery, timeout: .seconds(10))
            clients[server] = client
            return client
        }
    }
}
