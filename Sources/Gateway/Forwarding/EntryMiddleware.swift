import Chassis
import HTTPTypes
import Hummingbird
import NIOCore
import Wire

/// What happens to a request that came in: everything but the gateway's own health is carried to the process that
/// answers it, and comes back compressed and with the security headers of its kind.
struct EntryMiddleware: RouterMiddleware {
    let routes: [GatewayRoute]
    let settings: GatewaySettings
    /// Nil where there are none.
    let overrides: Overrides?
    let forwarding: Forwarding
    let reports: PolicyReports
    /// By this a release of the gateway is judged, beside its statuses and times: nobody before it could count for it.
    let bytes = Counter("shop_http_response_bytes_total", help: "Bytes of bodies that left for outside.")
    let compression = Compression()
    let eternal = EternalAnswers()

    func handle(
        _ request: Request, context: ShopContext, next: (Request, ShopContext) async throws -> Response
    ) async throws -> Response {
        let client = ForwardedClient(
            request.headers, peer: context.remoteAddress?.ipAddress, authority: request.head.authority,
            trusted: settings.trustedProxies)
        let nonce = SecurityHeaders.nonce()
        var response: Response
        if isOwn(request.uri.path, context) {
            response = try await next(request, context)
        } else {
            let visitor = VisitorBucket(request.headers, overrides: overrides)
            let forwarded = try await visitor.scoped { try await answer(request, context, from: client, nonce) }
            response = try compression.response(to: request.head, forwarded)
            response.body = counted(response.body)
            visitor.remember(in: &response.headers)
        }
        SecurityHeaders.add(to: &response.headers, nonce: nonce, isSecure: client.scheme == "https")
        response.headers[.shopTrace] = RequestScope.current?.trace.traceID
        return response
    }

    private func counted(_ body: ResponseBody) -> ResponseBody {
        if let length = body.contentLength {
            bytes.increment(by: Double(length))
            return body
        }
        return body.map { [bytes] part in
            bytes.increment(by: Double(part.readableBytes))
            return part
        }
    }

    private static let healthPaths: Set<String> = ["/health/live", "/health/ready"]

    /// The figures are for who comes by the address that is not the public's.
    private func isOwn(_ path: String, _ context: ShopContext) -> Bool {
        Self.healthPaths.contains(path) || (context.isPrivate && path == "/metrics")
            || (overrides != nil && OverrideRoutes.contains(path))
    }

    private func answer(
        _ request: Request, _ context: ShopContext, from client: ForwardedClient, _ nonce: String
    ) async throws -> ForwardedAnswer {
        do {
            let path = request.uri.path
            guard !InternalPaths.contains(path), let route = routes.route(for: path) else { throw Problem(.notFound) }
            context.coreContext.endpointPath.value = route.pattern
            if path == PolicyReports.path { return try await reports.take(request) }
            if let known = eternal.answer(to: request.head) { return known }
            let answer = try await forwarding.send(outgoing(request, from: client, nonce), by: route)
            eternal.keep(answer, to: request.head)
            return answer
        } catch {
            return try explain(error, request, context, nonce)
        }
    }

    /// The request as the process behind sees it.
    private func outgoing(
        _ request: Request, from client: ForwardedClient, _ nonce: String
    ) async throws -> WireRequest {
        var fields = HeaderHygiene.inbound(request.headers)
        client.add(to: &fields)
        fields[.shopNonce] = nonce
        let body = request.method == .post ? try await request.bytes(limit: settings.bodyLimit) : nil
        return WireRequest(method: request.method, target: request.head.path ?? "/", headers: fields, body: body)
    }

    /// The answer to a request that could not be answered.
    private func explain(
        _ error: any Error, _ request: Request, _ context: ShopContext, _ nonce: String
    ) throws -> ForwardedAnswer {
        if error is CancellationError || error is ClientBrokeOff {
            return ForwardedAnswer(status: .clientClosedRequest, headers: [:], body: .none)
        }
        let problem: Problem
        switch error {
        case let error as Problem: problem = error
        case let error as WireError:
            context.logger.warning("upstream failed", metadata: ["error": "\(error)"])
            problem = Problem(wire: error)
        default: throw error
        }
        var page = ErrorPage.answer(
            problem, accept: request.headers[.accept], nonce: nonce,
            path: request.method == .post ? "/" : request.head.path ?? "/")
        if problem.status == 413 { page.headers[.connection] = "close" }
        return ForwardedAnswer(page)
    }
}

extension HTTPResponse.Status {
    /// Nobody is left to read the answer; only the log sees it.
    static let clientClosedRequest = HTTPResponse.Status(code: 499, reasonPhrase: "Client Closed Request")
}
