import FoundationEssentials
import HTTPTypes
import Wire

/// Asks the registry. It is what discovery itself stands on, so it knows the registry by its address. Every method
/// throws the registry's ``Problem`` or a ``WireError``; what changes something answers when that was, for
/// ``waitUntilAcknowledged(_:within:)``.
package struct RegistryClient: Sendable {
    package static let serviceName = "registry"
    /// The longest that the registry lets a watcher wait for news.
    package static let longestWatch = Duration.seconds(25)

    package let address: Address
    private let client: WireClient
    private let timeout: Duration

    package init(_ address: Address, client: WireClient = .shared, timeout: Duration = .seconds(2)) {
        self.address = address
        self.client = client
        self.timeout = timeout
    }

    // MARK: Leases

    @discardableResult
    package func register(_ document: InstanceDocument) async throws -> DirectoryMark {
        let body = try StrictJSON.encode(InstanceEnvelope(document))
        let path = "/eureka/apps/\(PercentEncoding.encode(document.app ?? ""))"
        return try await change(
            WireRequest(method: .post, target: path, headers: [.contentType: "application/json"], body: body))
    }

    /// - Throws: ``Problem`` 404 if there is no such lease: register anew.
    package func renew(_ service: String, _ id: String) async throws {
        try await change(WireRequest(method: .put, target: path(service, id)))
    }

    /// - Throws: ``Problem`` 404 if there is no such lease.
    @discardableResult
    package func cancel(_ service: String, _ id: String) async throws -> DirectoryMark {
        try await change(WireRequest(method: .delete, target: path(service, id)))
    }

    // MARK: What operators change

    /// Sets what an instance's status is, whatever it says itself; nil gives control back to it.
    @discardableResult
    package func override(_ service: String, _ id: String, with status: Instance.Status?) async throws -> DirectoryMark
    {
        var query = QueryWriter()
        query.add("value", status?.rawValue)
        let target = query.target("\(path(service, id))/status")
        return try await change(WireRequest(method: status == nil ? .delete : .put, target: target))
    }

    /// - Parameter share: 0 to 100 percent of visitors.
    @discardableResult
    package func setShare(_ service: String, _ id: String, to share: Int) async throws -> DirectoryMark {
        var query = QueryWriter()
        query.add(InstanceDocument.MetadataName.share, share)
        return try await change(WireRequest(method: .put, target: query.target("\(path(service, id))/metadata")))
    }

    /// Takes a service out of the fleet for good.
    /// - Throws: ``Problem`` 404 if nobody knows it.
    @discardableResult
    package func retire(_ service: String) async throws -> DirectoryMark {
        try await change(WireRequest(method: .delete, target: "/eureka/apps/\(PercentEncoding.encode(service))"))
    }

    package func protection() async throws -> ProtectionReport { try await value("/eureka/protection") }

    package func setProtection(_ mode: Protection) async throws {
        try await change(WireRequest(method: .put, target: "/eureka/protection?value=\(mode.rawValue)"))
    }

    // MARK: Watching

    /// The whole directory: at once if it is not as `mark` says, else as soon as it changes.
    /// - Parameters:
    ///   - mark: what the watcher knows; with this it acknowledges it.
    ///   - watcher: the name to be listed under; nil to leave no trace.
    ///   - wait: how long to wait for a change, at most ``longestWatch``.
    package func watch(
        since mark: DirectoryMark? = nil, as watcher: String? = nil, wait: Duration = longestWatch
    ) async throws -> DirectoryAnswer {
        var query = QueryWriter()
        query.add("since", mark?.description)
        query.add("watcher", watcher)
        query.add("wait", wait.milliseconds)
        return try await value(query.target("/eureka/watch"), deadline: .after(wait + timeout))
    }

    package func watchers() async throws -> WatcherList { try await value("/eureka/watchers") }

    /// The same as soon as all have taken what `mark` says, or `limit` is over.
    private func watchers(behind mark: DirectoryMark, within limit: Duration) async throws -> WatcherList {
        let wait = max(.zero, min(limit, Self.longestWatch))
        var query = QueryWriter()
        query.add("until", mark.description)
        query.add("wait", wait.milliseconds)
        return try await value(query.target("/eureka/watchers"), deadline: .after(wait + timeout))
    }

    /// Says that a watcher will not come back, so that nobody waits for it.
    package func forget(watcher: String) async throws {
        try await change(
            WireRequest(method: .delete, target: "/eureka/watchers/\(PercentEncoding.encode(watcher))"))
    }

    /// Waits until every live watcher has taken what `mark` says.
    /// - Returns: those who have not when the time is up; none if all have.
    package func waitUntilAcknowledged(_ mark: DirectoryMark, within limit: Duration) async throws -> [Watcher] {
        let deadline = Deadline.after(limit)
        while true {
            let laggards = try await watchers(behind: mark, within: deadline.remaining).laggards(behind: mark)
            if laggards.isEmpty || deadline.hasPassed { return laggards }
            // A registry of an older release, or one that ends, answers at once.
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    // MARK: Calls

    private func path(_ service: String, _ id: String) -> String {
        "/eureka/apps/\(PercentEncoding.encode(service))/\(PercentEncoding.encode(id))"
    }

    @discardableResult
    private func change(_ request: WireRequest) async throws -> DirectoryMark {
        let deadline = Deadline.after(timeout)
        let response: WireResponse
        do {
            response = try await answer(request, deadline: deadline)
        } catch let problem as Problem where problem.status == 503 {
            // It has a successor, which a new connection reaches.
            response = try await answer(request, deadline: deadline)
        }
        guard let mark = response.headers[.shopDirectory].flatMap(DirectoryMark.init) else {
            throw WireError.malformed("the registry does not say what its directory is at")
        }
        return mark
    }

    private func value<Value: Decodable>(_ target: String, deadline: Deadline? = nil) async throws -> Value {
        let request = WireRequest(target: target, headers: [.accept: "application/json"])
        let response = try await answer(request, deadline: deadline ?? .after(timeout))
        do {
            return try JSONDecoder().decode(Value.self, from: Data(response.body.readableBytesView))
        } catch {
            throw WireError.malformed("the registry's answer is not understood")
        }
    }

    private func answer(_ request: WireRequest, deadline: Deadline) async throws -> WireResponse {
        let response = try await client.send(request, to: address, deadline: deadline, limit: 8 << 20)
        guard response.status.code < 400 else { throw Problem(from: response) }
        return response
    }
}
