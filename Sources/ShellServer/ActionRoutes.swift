import Chassis
import Composition
import HTTPTypes
import Hummingbird
import NIOCore
import Wire

/// Posted forms go to the team that declared their route, and its answer goes back: nothing of either is composed, but
/// an error is shown as a page.
struct ActionRoutes: Sendable {
    let fetcher: WireFetcher
    let site: SiteState
    let pages: PageRoutes

    private static let limit = 64 << 10
    private static let answerLimit = 1 << 20
    private static let passedIn: [HTTPField.Name] = [.contentType, .secFetchDest, .referer]
    private static let passedOut: [HTTPField.Name] = [.contentType, .cacheControl, .location, .retryAfter]

    func add(to router: Router<ShopContext>) {
        router.post("**", use: act)
        router.post("/", use: act)
    }

    @Sendable private func act(_ request: Request, _ context: ShopContext) async throws -> Response {
        let path = request.uri.path.split(separator: "/").map(String.init)
        guard let action = site.map.action(at: path) else { return await pages.error(404, request, context) }
        context.coreContext.endpointPath.value = action.declaration.route
        do {
            let answer = try await forward(request, path, to: action)
            guard answer.status.code >= 400 else { return response(answer) }
            return await pages.error(answer.status.code, request, context)
        } catch is WireError {
            return await pages.error(503, request, context)
        }
    }

    private func forward(_ request: Request, _ path: [String], to action: SiteMap.Action) async throws -> WireResponse {
        var headers = HTTPFields()
        for name in Self.passedIn { headers[name] = request.headers[name] }
        let cookies = Cookies.parse(request.headers[.cookie])
        let sent = action.declaration.cookies.compactMap { name in cookies[name].map { "\(name)=\($0)" } }
        if !sent.isEmpty { headers[.cookie] = sent.joined(separator: "; ") }
        let body = try await request.bytes(limit: Self.limit)
        let form = WireRequest(
            method: .post, target: "/" + path.joined(separator: "/"), headers: headers, body: body)
        do {
            return try await send(form, to: action.server, action.release)
        } catch let error as WireError {
            guard case .unreachable = error else { throw error }
            // Nothing was sent, so the release in full service may take what was meant for one on trial.
            guard let inService = site.releaseInService(of: action.server), inService != action.release else {
                throw error
            }
            return try await send(form, to: action.server, inService)
        }
    }

    private func send(_ request: WireRequest, to server: String, _ release: String) async throws -> WireResponse {
        try await fetcher.fetch(request, of: nil, from: server, release: release, limit: Self.answerLimit)
    }

    private func response(_ answer: WireResponse) -> Response {
        var headers = HTTPFields()
        for name in Self.passedOut { headers[name] = answer.headers[name] }
        for cookie in answer.headers[values: .setCookie] { headers.append(HTTPField(name: .setCookie, value: cookie)) }
        return Response(status: answer.status, headers: headers, body: ResponseBody(byteBuffer: answer.body))
    }
}
