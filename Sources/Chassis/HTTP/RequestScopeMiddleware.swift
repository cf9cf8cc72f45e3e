import Hummingbird
import Wire

/// Gives each request its scope (trace, deadline) and notes its completion in a line and in figures: method, route
/// template, status, duration. It stands outermost, so that it sees every answer, errors included.
struct RequestScopeMiddleware: RouterMiddleware {
    let release: String
    let trustsCallers: Bool
    let metrics: RequestMetrics

    func handle(
        _ request: Request, context: ShopContext, next: (Request, ShopContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        return try await RequestScope.$current.withValue(scope(of: request)) {
            var response: Response
            do {
                response = try await next(request, context)
            } catch {
                log(request, context, status: 500, since: start)
                throw error
            }
            response.headers[.shopRelease] = release
            log(request, context, status: response.status.code, since: start)
            return response
        }
    }

    private func scope(of request: Request) -> RequestScope {
        guard trustsCallers else { return RequestScope(trace: .root()) }
        let trace = request.headers[.traceparent].flatMap(TraceContext.init(traceparent:)) ?? .root()
        return RequestScope(
            trace: trace, deadline: request.headers[.shopDeadline].flatMap(Deadline.init(headerValue:)),
            bucket: request.headers[.shopBucket].flatMap {
                ReleaseChoice.bucket($0) ?? ReleaseChoice.overrideBucket($0)
            })
    }

    private func log(_ request: Request, _ context: ShopContext, status: Int, since start: ContinuousClock.Instant) {
        let route = context.endpointPath ?? "unmatched"
        let duration = start.duration(to: .now)
        metrics.count(method: request.method.rawValue, route: route, status: status, duration: duration)
        let isProbe = route.hasPrefix("/health/") || route == "/metrics"
        context.logger.log(
            level: isProbe ? .debug : .info, "request",
            metadata: [
                "method": "\(request.method.rawValue)", "route": "\(route)", "status": "\(status)",
                "duration_us": "\(duration.microseconds)",
            ])
    }
}
