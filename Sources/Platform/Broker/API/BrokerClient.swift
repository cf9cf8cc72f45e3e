import FoundationEssentials
import HTTPTypes
import NIOCore
import Wire

/// Asks the broker. Every method throws the broker's ``Problem`` or a ``WireError``; every one may be repeated without
/// harm.
package struct BrokerClient: Sendable {
    package static let serviceName = "broker"
    /// The longest that the broker lets anybody wait for news.
    package static let longestWait = Duration.seconds(25)

    private let service: ServiceClient
    /// How long an answer may take beyond what the broker was asked to wait.
    private let patience: Duration

    package init(_ service: ServiceClient, patience: Duration = .seconds(5)) {
        self.service = service
        self.patience = patience
    }

    // MARK: Publishing

    /// Hands events over, at most ``CloudEvent/maximumBatch``; they are on the broker's disk when this returns.
    /// - Throws: ``Problem`` of type ``BrokerProblem/full`` (503) while it can take no more, or
    ///   ``BrokerProblem/conflict`` (409) for a sequence that it knows with other content; then it has taken none.
    @discardableResult
    package func publish(_ events: [CloudEvent]) async throws -> PublishReceipt {
        guard let first = events.first else { return PublishReceipt(accepted: 0, duplicates: 0) }
        let request = WireRequest(
            method: .post, target: "/events",
            headers: [.contentType: CloudEvent.batchMediaType, .idempotencyKey: first.id],
            body: CloudEvent.json(batch: events))
        return try await value(request)
    }

    // MARK: Consuming

    /// Makes the group what `subscription` says; repeating it changes nothing.
    @discardableResult
    package func subscribe(_ group: String, _ subscription: GroupSubscription) async throws -> GroupReport {
        try await value(json(.put, path(group), subscription))
    }

    /// What is due to the group, as soon as there is anything or the time is up.
    ///
    /// Who asks holds nothing: what the broker has given this consumer and has not been told the end of, it takes for
    /// lost and gives again. So a consumer asks when it has answered for everything, and calls itself by the same name
    /// after a restart, such as its instance's.
    /// - Parameters:
    ///   - consumer: who asks, unique in the group.
    ///   - wait: at most ``longestWait``.
    /// - Returns: nothing when the time is up or the broker drains.
    package func deliveries(
        to group: String, consumer: String, limit: Int = 32, wait: Duration = .seconds(20)
    ) async throws -> [BrokerDelivery] {
        var query = QueryWriter()
        query.add("consumer", consumer)
        query.add("limit", limit)
        query.add("wait", Int(wait.components.seconds))
        let target = query.target("\(path(group))/deliveries")
        let answer = try await answer(WireRequest(target: target), waiting: wait)
        return try understood { try DeliveryBatch(json: answer.body).deliveries }
    }

    /// Says what became of deliveries; it is on the broker's disk when this returns.
    @discardableResult
    package func acknowledge(_ group: String, _ outcome: DeliveryOutcome) async throws -> OutcomeReceipt {
        try await value(json(.post, "\(path(group))/acknowledgements", outcome))
    }

    /// Gives back what the consumer holds, at once instead of when its lease runs out.
    package func leave(_ group: String, consumer: String) async throws {
        try await done(.delete, "\(path(group))/consumers/\(PercentEncoding.encode(consumer))")
    }

    // MARK: What operators ask

    package func groups() async throws -> [GroupReport] {
        try await value(WireRequest(target: "/groups"), as: GroupList.self).groups
    }

    /// Forgets a group and all that is due to it.
    package func remove(_ group: String) async throws { try await done(.delete, path(group)) }

    /// What is parked, by position.
    /// - Parameter position: only what lies behind it.
    package func parked(in group: String, after position: Int64 = 0, limit: Int = 100) async throws -> [ParkedEvent] {
        var query = QueryWriter()
        query.add("after", Int(position))
        query.add("limit", limit)
        return try await value(WireRequest(target: query.target("\(path(group))/parked")), as: ParkedList.self).parked
    }

    /// - Throws: ``Problem`` 404 if nothing is parked there.
    package func parked(in group: String, at position: Int64) async throws -> ParkedDetail {
        try await value(WireRequest(target: "\(path(group))/parked/\(position)"))
    }

    /// Delivers a parked event again, as if for the first time.
    package func replay(_ group: String, _ position: Int64) async throws {
        try await done(.post, "\(path(group))/parked/\(position)/replay")
    }

    /// Gives a parked event up for this group, so that what it holds back goes on.
    package func discard(_ group: String, _ position: Int64) async throws {
        try await done(.post, "\(path(group))/parked/\(position)/discard")
    }

    /// A piece of the log.
    package func log(_ query: LogQuery, wait: Duration = .zero) async throws -> LogPage {
        try await value(WireRequest(target: query.target(waiting: wait)), waiting: wait)
    }

    /// - Throws: ``Problem`` 404 if the log does not have it, 410 if its record is damaged.
    package func entry(_ id: String) async throws -> LogEntry {
        try await value(WireRequest(target: "/log/\(PercentEncoding.encode(id))"))
    }

    // MARK: Calls

    private static let sizeLimit = 8 << 20

    private func path(_ group: String) -> String { "/groups/\(PercentEncoding.encode(group))" }

    private func json(_ method: HTTPRequest.Method, _ target: String, _ body: some Encodable) throws -> WireRequest {
        // Any key makes it repeatable, which it is by what it says.
        WireRequest(
            method: method, target: target, headers: [.contentType: "application/json", .idempotencyKey: target],
            body: try StrictJSON.encode(body))
    }

    private func done(_ method: HTTPRequest.Method, _ target: String) async throws {
        _ = try await answer(
            WireRequest(method: method, target: target, headers: [.idempotencyKey: target]), waiting: .zero)
    }

    private func value<Value: Decodable>(
        _ request: WireRequest, waiting: Duration = .zero, as type: Value.Type = Value.self
    ) async throws -> Value {
        let response = try await answer(request, waiting: waiting)
        return try understood { try JSONDecoder().decode(type, from: Data(response.body.readableBytesView)) }
    }

    private func understood<Value>(_ read: () throws -> Value) throws -> Value {
        do {
            return try read()
        } catch {
            throw WireError.malformed("the broker's answer is not understood: \(error)")
        }
    }

    /// The head of a long poll comes with its answer only, so that the time to wait for it differs from call to call.
    private func answer(_ request: WireRequest, waiting: Duration) async throws -> WireResponse {
        var request = request
        request.headers[.accept] = "application/json"
        let stream = try await service.stream(request, within: waiting + patience, pause: patience)
        var body = ByteBuffer()
        for try await piece in stream.body {
            body.writeImmutableBuffer(piece)
            guard body.readableBytes <= Self.sizeLimit else { throw WireError.tooLarge(limit: Self.sizeLimit) }
        }
        let response = WireResponse(status: stream.status, headers: stream.headers, body: body)
        guard response.status.code < 400 else { throw Problem(from: response) }
        return response
    }
}
