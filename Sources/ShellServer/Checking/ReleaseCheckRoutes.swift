import Chassis
import HTTPTypes
import Hummingbird
import ShellAPI
import Wire

/// `POST /internal/release-check`, for the command that brings releases in; nobody outside may call it.
struct ReleaseCheckRoutes: Sendable {
    let check: ReleaseCheck

    private static let limit = 16 << 10

    func add(to router: Router<ShopContext>) {
        router.post(RouterPath(ShellClient.releaseCheckPath)) { request, _ -> Response in
            try request.requireCallerFromInside()
            let body = try await request.bytes(limit: Self.limit)
            let wanted = try StrictJSON.decode(ReleaseCheckRequest.self, from: body)
            return try Response.json(await check.report(wanted), headers: [.cacheControl: "no-store"])
        }
    }
}

extension Request {
    /// The gateway marks what comes from outside.
    /// - Throws: ``Problem`` 404.
    func requireCallerFromInside() throws {
        guard headers[.forwardedFor] == nil else {
            throw Problem.notFound("There is nothing here for callers from outside.")
        }
    }
}
