import Chassis
import HTTPTypes
import Hummingbird
import NIOCore
import Wire

/// Carries a request to the process that answers it, and the head of the answer back.
struct Forwarding: Sendable {
    /// A body of a known length up to this one is small enough to be taken whole: it then leaves in one write.
    static let wholeLimit = 64 << 10

    private let clients: [String: ServiceClient]
    private let lifecycle: Lifecycle

    /// - Parameter lifecycle: what the gateway's own end is known by: then what is followed ends, and is asked for
    ///   again.
    init(routes: [GatewayRoute], discovery: any Discovery, client: WireClient, lifecycle: Lifecycle) {
        self.lifecycle = lifecycle
        let services = Set(routes.map(\.service))
        clients = Dictionary(
            uniqueKeysWithValues: services.map { service in
                (service, ServiceClient(service, discovery: discovery, client: client, breaker: Self.breaker))
            })
    }

    /// Never opens. The shell answers for all teams: pages of one that is away, each a whole page that says so with a
    /// 503, must not cut off the others'. The breakers that protect each team stand in the shell.
    private static var breaker: CircuitBreaker.Settings {
        var settings = CircuitBreaker.Settings()
        settings.minimumCalls = .max
        return settings
    }

    /// - Throws: ``WireError`` if there is no answer.
    func send(_ request: WireRequest, by route: GatewayRoute) async throws -> ForwardedAnswer {
        guard let client = clients[route.service] else { throw WireError.noInstance(of: route.service) }
        let answer = try await client.stream(request, within: route.timeout, pause: route.timeout)
        return ForwardedAnswer(
            status: answer.status, headers: HeaderHygiene.outbound(answer.headers),
            body: try await body(of: answer, to: request.method))
    }

    private func body(of answer: WireStream, to method: HTTPRequest.Method) async throws -> ForwardedAnswer.Body {
        if method == .head || answer.status == .noContent || answer.status == .notModified {
            for try await _ in answer.body {}
            return .none
        }
        if answer.headers[.contentType]?.hasPrefix("text/event-stream") == true {
            return .live(.live(answer.body, until: lifecycle))
        }
        guard let length = answer.headers[.contentLength].flatMap({ Int($0) }), length <= Self.wholeLimit else {
            return .stream(answer.body)
        }
        var body = ByteBuffer()
        for try await part in answer.body {
            if body.readableBytes == 0 { body = part } else { body.writeImmutableBuffer(part) }
        }
        return .whole(body)
    }
}
