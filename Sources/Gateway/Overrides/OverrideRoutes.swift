import Chassis
import HTTPTypes
import Hummingbird
import NIOCore
import Wire

/// Only of a gateway that allows overrides: `GET /overrides` tells the command that develops a fragment server where
/// this shop's registry is, and `GET /overrides/BUCKET` makes the browser that asks for it the override's visitor.
struct OverrideRoutes: Sendable {
    static let path = "/overrides"

    let overrides: Overrides
    let registry: Address?

    static func contains(_ path: String) -> Bool { path == Self.path || path.hasPrefix(Self.path + "/") }

    private struct Place: Encodable {
        let registry: String
    }

    func add(to router: Router<ShopContext>) {
        router.get(RouterPath(Self.path)) { _, _ in
            guard let registry else { throw Problem.notFound("This shop has no registry.") }
            return try Response.json(Place(registry: registry.description), headers: [.cacheControl: "no-store"])
        }
        router.get(RouterPath(Self.path + "/{bucket}")) { _, context in
            guard let bucket = context.parameters.get("bucket").flatMap(overrides.bucket) else {
                throw Problem.notFound("There is no such override, or not any more.")
            }
            return Response(
                status: .seeOther,
                headers: [
                    .location: "/", .cacheControl: "no-store",
                    .setCookie: "\(VisitorBucket.cookie)=\(bucket); Path=/; SameSite=Lax; HttpOnly",
                ])
        }
    }
}
