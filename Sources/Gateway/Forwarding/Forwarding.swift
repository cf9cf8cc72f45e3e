import Chassis
import HTTPTypes
import Hummingbird
import NIOCore
import Wire

/// Carries a request to the process that answers it, and the head of the answer back.
struct Forwarding: Sendable {
    /// A body of a known length up to this one is small enough to be taken whole: it then leaves in one write.
    static let wholeLimit = 64 << 10

    let discovery: any Discovery
    let client: WireClient

    /// - Throws: ``WireError`` if there is no answer.
    func send(_ request: WireRequest, by route: GatewayRoute) async throws -> ForwardedAnswer {
        let deadline = Deadline.after(route.timeout)
        let request = request.carrying(RequestScope.current, deadline: deadline)
        let answer: WireStream
        do {
            answer = try await attempt(request, route, deadline)
        } catch WireError.unreachable where request.method != .post {
            answer = try await attempt(request, route, deadline)
        }
        return ForwardedAnswer(
            status: answer.status, headers: HeaderHygiene.outbound(answer.headers),
            body: try await body(of: answer, to: request.method))
    }

    private func attempt(_ request: WireRequest, _ route: GatewayRoute, _ deadline: Deadline) async throws -> WireStream
    {
        guard let address = discovery.addresses(of: route.service).randomElement() else {
            throw WireError.noInstance(of: route.service)
        }
        return try await client.stream(request, to: address, deadline: deadline, pause: route.timeout)
    }

    private func body(of answer: WireStream, to method: HTTPRequest.Method) async throws -> ForwardedAnswer.Body {
        if method == .head || answer.status == .noContent || answer.status == .notModified {
            for try await _ in answer.body {}
            return .none
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
