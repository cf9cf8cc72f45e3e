import Chassis
import Hummingbird
import Wire

/// Once a registry has a successor it takes in nothing more: what it were told would be gone with it. The caller hears
/// 503 and a closed connection, and finds the successor when it tries again.
struct SuccessionMiddleware: RouterMiddleware {
    let lifecycle: Lifecycle

    func handle(
        _ request: Request, context: ShopContext, next: (Request, ShopContext) async throws -> Response
    ) async throws -> Response {
        guard request.method != .get, request.method != .head, lifecycle.state >= .draining else {
            return try await next(request, context)
        }
        throw Problem(
            .serviceUnavailable, type: "/problems/succeeded", detail: "This registry has a successor: ask again.")
    }
}
