import Chassis
import Composition
import FragmentRendering
import HTTPTypes
import Hummingbird
import Wire

/// `/assets/TEAM/FILE`: the shell's own, or that team's server's.
struct AssetRoutes: Sendable {
    let fetcher: WireFetcher
    let site: SiteState
    let own: AssetFolder

    private static let limit = 4 << 20

    func add(to router: Router<ShopContext>) {
        router.get("/assets/{team}/{file}") { request, context in
            let path = request.uri.path
            if let response = own.response(for: path) { return response }
            guard let team = context.parameters.get("team"), let server = site.map.servers[team] else {
                throw Problem.notFound("There is no asset \(path).")
            }
            let answer = try await fetcher.fetch(
                WireRequest(target: path), of: nil, from: server, limit: Self.limit)
            guard answer.status == .ok else { throw Problem.notFound("There is no asset \(path).") }
            var headers = HTTPFields()
            for name in [HTTPField.Name.contentType, .cacheControl, .eTag] { headers[name] = answer.headers[name] }
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: answer.body))
        }
    }
}
