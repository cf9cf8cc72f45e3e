import FoundationEssentials
import HTTPTypes
import NIOCore
import Synchronization

/// Calls one service by its name: finds an instance, passes trace and deadline on, retries what may be repeated on
/// another connection, and stops for a while when the service is unwell.
package final class ServiceClient: Sendable {
    package let service: String
    private let discovery: any Discovery
    private let client: WireClient
    private let timeout: Duration
    private let guards: Mutex<Guards>

    private struct Guards {
        var breaker: CircuitBreaker
        var retries = RetryBudget()
    }

    /// - Parameter timeout: how long a call may take when the request it serves has no earlier deadline.
    package init(
        _ service: String, discovery: any Discovery, client: WireClient = .shared, timeout: Duration = .seconds(2),
        breaker: CircuitBreaker.Settings = .init()
    ) {
        self.service = service
        self.discovery = discovery
        self.client = client
        self.timeout = timeout
        guards = Mutex(Guards(breaker: CircuitBreaker(breaker)))
    }

    /// The whole answer, whatever its status.
    /// - Throws: ``WireError``, or `CancellationError`.
    package func send(_ request: WireRequest, limit: Int = 1 << 20) async throws -> WireResponse {
        let deadline = Deadline.after(timeout).sooner(RequestScope.current?.deadline)
        guards.withLock { $0.retries.recordCall() }
        do {
            return try await attempt(request, deadline: deadline, limit: limit)
        } catch let error as WireError where request.isRepeatable && error.mayPassOnRetry && !deadline.hasPassed {
            guard guards.withLock({ $0.retries.permitRetry() }) else { throw error }
            return try await attempt(request, deadline: deadline, limit: limit)
        }
    }

    private func attempt(_ request: WireRequest, deadline: Deadline, limit: Int) async throws -> WireResponse {
        guard let address = discovery.addresses(of: service).randomElement() else {
            throw WireError.noInstance(of: service)
        }
        guard guards.withLock({ $0.breaker.permit(at: .now) }) else { throw WireError.breakerOpen(service) }
        var outcome = CircuitBreaker.Outcome.abandoned
        defer { guards.withLock { [outcome] in $0.breaker.record(outcome, at: .now) } }
        do {
            let request = request.carrying(RequestScope.current, deadline: deadline)
            let response = try await client.send(request, to: address, deadline: deadline, limit: limit)
            outcome = response.status.code >= 500 ? .failure : .success
            return response
        } catch let error as WireError {
            outcome = error.countsAsFailure ? .failure : .abandoned
            throw error
        }
    }
}

// MARK: JSON

extension ServiceClient {
    /// Sends a request and decodes the answer.
    /// - Throws: the service's ``Problem`` for a status of 400 and above; ``WireError`` if there is no answer.
    package func value<Value: Decodable>(_ request: WireRequest, as type: Value.Type = Value.self) async throws -> Value
    {
        let response = try await send(request, limit: 8 << 20)
        guard response.status.code < 400 else { throw Problem(from: response) }
        return try JSONDecoder().decode(type, from: Data(response.body.readableBytesView))
    }

    package func get<Value: Decodable>(_ target: String, as type: Value.Type = Value.self) async throws -> Value {
        try await value(WireRequest(target: target, headers: [.accept: "application/json"]), as: type)
    }

    /// Sends `body` as JSON and decodes the answer.
    /// - Parameter idempotencyKey: makes the call repeatable.
    package func send<Value: Decodable>(
        _ method: HTTPRequest.Method, _ target: String, body: some Encodable, idempotencyKey: String? = nil,
        as type: Value.Type = Value.self
    ) async throws -> Value {
        var headers: HTTPFields = [.accept: "application/json", .contentType: "application/json"]
        headers[.idempotencyKey] = idempotencyKey
        return try await value(
            WireRequest(method: method, target: target, headers: headers, body: StrictJSON.encode(body)), as: type)
    }
}

extension WireRequest {
    /// The request with the trace one hop down and with what is left of the deadline.
    package func carrying(_ scope: RequestScope?, deadline: Deadline) -> WireRequest {
        var copy = self
        copy.headers[.traceparent] = scope?.trace.child().traceparent
        copy.headers[.shopDeadline] = deadline.headerValue
        return copy
    }
}

extension WireError {
    /// Whether trying at once again has a chance: the connection failed, not the time or the content.
    fileprivate var mayPassOnRetry: Bool {
        switch self {
        case .unreachable, .connectionClosed: true
        case .deadlineExceeded, .tooLarge, .malformed, .noInstance, .breakerOpen: false
        }
    }
}

extension Problem {
    /// The problem document of an error response, or one made from its status if it carries none.
    package init(from response: WireResponse) {
        let document = try? JSONDecoder().decode(Problem.self, from: Data(response.body.readableBytesView))
        self = document ?? Problem(response.status)
    }
}
