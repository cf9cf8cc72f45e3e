import Chassis
import Composition
import FragmentRendering
import HTTPTypes
import Hummingbird
import Wire

/// `/assets/TEAM/FILE`: the shell's own, or that team's server's. A page that was sent by another release than the
/// visitor has now still finds its files: each release is asked in turn.
struct AssetRoutes: Sendable {
    let fetcher: WireFetcher
    let discovery: any Discovery
    let site: SiteState
    let own: AssetFolder

    private static let limit = 4 << 20
    private static let passedOn: [HTTPField.Name] = [.contentType, .cacheControl, .eTag]

    func add(to router: Router<ShopContext>) {
        router.get("/assets/{team}/{file}") { request, context in
            let path = request.uri.path
            if let response = own.response(for: path) { return response }
            guard let team = context.parameters.get("team"), let server = site.server(ofTeam: team) else {
                throw Problem.notFound("There is no asset \(path).")
            }
            let answer = try await answer(path, from: server)
            var headers = HTTPFields()
            for name in Self.passedOn { headers[name] = answer.headers[name] }
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: answer.body))
        }
    }

    /// The first release's that has it, the visitor's own asked first.
    private func answer(_ path: String, from server: String) async throws -> WireResponse {
        let instances = discovery.directory.instances(of: server)
        let releases = ReleaseChoice.order(of: instances, bucket: RequestScope.current?.bucket).map(Optional.some)
        var failure: WireError?
        for release in releases.isEmpty ? [nil] : releases {
            do {
                let answer = try await fetcher.fetch(
                    WireRequest(target: path), of: nil, from: server, release: release, limit: Self.limit)
                if answer.status == .ok { return answer }
            } catch let error as WireError {
                failure = error
            }
        }
        if let failure { throw failure }
        throw Problem.notFound("There is no asset \(path).")
    }
}
