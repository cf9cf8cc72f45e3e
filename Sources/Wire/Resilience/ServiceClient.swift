import FoundationEssentials
import HTTPTypes
import NIOCore
import Synchronization

/// Calls one service by its name: finds an instance of the release that the visitor gets, passes trace and deadline on,
/// tries again elsewhere what may be repeated, and stops for a while when the service is unwell.
package final class ServiceClient: Sendable {
    package let service: String
    private let discovery: any Discovery
    private let client: WireClient
    private let timeout: Duration
    private let ledger: CallLedger
    private let breaker: CircuitBreaker.Settings
    private let guards = Mutex(Guards())

    private struct Guards {
        /// One for each release, so that a bad candidate does not cut off the good one.
        var breakers: [String: CircuitBreaker] = [:]
        var retries = RetryBudget()
        var balance = InstanceBalance()
    }

    /// - Parameter timeout: how long a call may take when the request it serves has no earlier deadline.
    package init(
        _ service: String, discovery: any Discovery, client: WireClient = .shared, timeout: Duration = .seconds(2),
        breaker: CircuitBreaker.Settings = .init(), ledger: CallLedger = .shared
    ) {
        self.service = service
        self.discovery = discovery
        self.client = client
        self.timeout = timeout
        self.ledger = ledger
        self.breaker = breaker
    }

    /// The whole answer, whatever its status.
    /// - Parameter release: the one to prefer; nil for the visitor's own.
    /// - Throws: ``WireError``, or `CancellationError`.
    package func send(
        _ request: WireRequest, limit: Int = 1 << 20, release: String? = nil
    ) async throws -> WireResponse {
        try await withInstances(for: request, preferring: release, within: timeout) { request, instance, deadline in
            try await self.client.send(request, to: instance.address, deadline: deadline, limit: limit)
        }
    }

    /// An answer whose body is still coming, whatever its status; the deadline governs its head.
    /// - Parameter pause: how long the body may stand still before the stream fails.
    package func stream(
        _ request: WireRequest, within timeout: Duration, pause: Duration? = nil
    ) async throws -> WireStream {
        try await withInstances(for: request, preferring: nil, within: timeout) { request, instance, deadline in
            try await self.client.stream(request, to: instance.address, deadline: deadline, pause: pause) {
                [self] end in
                ledger.record(service, release: instance.release, end)
            }
        }
    }

    // MARK: Tries

    private typealias Exchange<Answer> = @Sendable (WireRequest, Instance, Deadline) async throws -> Answer

    private func withInstances<Answer: WireAnswer>(
        for request: WireRequest, preferring release: String?, within timeout: Duration,
        _ exchange: @escaping Exchange<Answer>
    ) async throws -> Answer {
        let deadline = Deadline.after(timeout).sooner(RequestScope.current?.deadline)
        var plan = CallPlan(request: request, release: release, bucket: RequestScope.current?.bucket)
        guards.withLock { $0.retries.recordCall() }
        while true {
            let choice = try await instance(for: plan, by: deadline)
            let (instance, isCandidate) = (choice.instance, choice.isCandidate)
            let isLast = !isCandidate || !plan.mayLeaveCandidate
            do {
                let answer = try await attempt(request, at: choice, by: isLast ? deadline : deadline.half, exchange)
                if isLast || answer.status.code < 500 { return answer }
                plan.leave(instance)
            } catch let error as WireError {
                guard !deadline.hasPassed else { throw error }
                switch plan.afterFailure(error, at: instance, isCandidate: isCandidate) {
                case .giveUp: throw error
                case .again: break
                case .againWithinBudget:
                    guard guards.withLock({ $0.retries.permitRetry() }) else { throw error }
                }
            }
        }
    }

    /// Where a try goes.
    private struct Choice {
        let instance: Instance
        let isCandidate: Bool
        /// Whether the call has spent its time waiting for the instance to take over.
        var hasWaited = false
    }

    /// The instance for the next try. While a service is handed over, no instance may be up for a moment: then the call
    /// waits, within its deadline.
    private func instance(for plan: CallPlan, by deadline: Deadline) async throws -> Choice {
        if let found = pick(plan, discovery.directory) { return found }
        guard discovery.directory.isBeingHandedOver(service) else { throw WireError.noInstance(of: service) }
        let found = await discovery.directory(by: deadline) { [service] directory in
            directory.instances(of: service).contains { $0.status == .up } || !directory.isBeingHandedOver(service)
        }
        guard let found else { throw WireError.deadlineExceeded }
        guard var choice = pick(plan, found) else { throw WireError.noInstance(of: service) }
        choice.hasWaited = true
        return choice
    }

    private func pick(_ plan: CallPlan, _ directory: Directory) -> Choice? {
        let known = directory.instances(of: service)
        let choice = plan.instances(among: known)
        var generator = SystemRandomNumberGenerator()
        let instance = guards.withLock { $0.balance.choose(among: choice, at: .now, using: &generator) }
        return instance.map { instance in
            Choice(instance: instance, isCandidate: ReleaseChoice.isCandidate(instance.release, among: known))
        }
    }

    private func attempt<Answer: WireAnswer>(
        _ request: WireRequest, at choice: Choice, by deadline: Deadline, _ exchange: Exchange<Answer>
    ) async throws -> Answer {
        let instance = choice.instance
        let isPermitted = guards.withLock { guards in
            guards.balance.begin(instance.address)
            return guards.breakers[instance.release, default: CircuitBreaker(breaker)].permit(at: .now)
        }
        let start = ContinuousClock.now
        var outcome = CircuitBreaker.Outcome.abandoned
        var wasReached = true
        defer {
            let (outcome, wasReached) = (outcome, wasReached)
            guards.withLock { guards in
                guards.balance.end(instance.address, wasReached: wasReached, at: .now)
                if isPermitted { guards.breakers[instance.release]?.record(outcome, at: .now) }
            }
        }
        guard isPermitted else { throw WireError.breakerOpen(service) }
        do {
            let answer = try await exchange(
                request.carrying(RequestScope.current, deadline: deadline), instance, deadline)
            outcome = answer.status.code >= 500 ? .failure : .success
            note(instance, since: start, bytes: answer.knownBytes, failed: outcome == .failure)
            return answer
        } catch let error as WireError {
            // Who came late to an instance that has only just taken over knows nothing of it.
            let isFailure = error.countsAsFailure && !(choice.hasWaited && error == .deadlineExceeded)
            outcome = isFailure ? .failure : .abandoned
            wasReached = error != .unreachable(instance.address)
            if isFailure { note(instance, since: start, bytes: 0, failed: true) }
            throw error
        }
    }

    private func note(_ instance: Instance, since start: ContinuousClock.Instant, bytes: Int, failed: Bool) {
        ledger.record(
            service, release: instance.release, duration: start.duration(to: .now), bytes: bytes, failed: failed)
    }
}

/// What a try must know of an answer.
protocol WireAnswer: Sendable {
    var status: HTTPResponse.Status { get }
    /// Bytes of a body that is there; 0 for one that is still coming, whose bytes are recorded when it is over.
    var knownBytes: Int { get }
}

extension WireResponse: WireAnswer {
    var knownBytes: Int { body.readableBytes }
}

extension WireStream: WireAnswer {
    var knownBytes: Int { 0 }
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
    /// The request with the trace one hop down, the visitor's bucket, and what is left of the deadline.
    package func carrying(_ scope: RequestScope?, deadline: Deadline) -> WireRequest {
        var copy = self
        copy.headers[.traceparent] = scope?.trace.child().traceparent
        copy.headers[.shopBucket] = scope?.bucket.map(String.init)
        copy.headers[.shopDeadline] = deadline.headerValue
        return copy
    }
}

extension Problem {
    /// The problem document of an error response, or one made from its status if it carries none.
    package init(from response: WireResponse) {
        let document = try? JSONDecoder().decode(Problem.self, from: Data(response.body.readableBytesView))
        self = document ?? Problem(response.status)
    }
}
