import Chassis
import Composition
import HTTPTypes
import Hummingbird
import NIOCore
import Wire

/// What pages' scripts follow goes to the team that declared its route, and its events come back as they are sent: no
/// page's deadline ends them, and nothing gathers them. They end when this process drains; a browser comes back by
/// itself with the number of the last event that it has, and finds the next.
struct StreamRoutes: Sendable {
    let fetcher: WireFetcher
    let site: SiteState
    let lifecycle: Lifecycle

    private static let patience = Duration.seconds(3)
    /// A team sends a comment when it has nothing to say.
    private static let pause = Duration.seconds(15)
    private static let passedIn: [HTTPField.Name] = [.accept, .lastEventID]

    /// Nil if no team has a stream there.
    func answer(to request: Request, _ context: ShopContext) async -> Response? {
        let path = request.uri.path.split(separator: "/").map(String.init)
        guard request.method == .get, let stream = site.map.stream(at: path) else { return nil }
        context.coreContext.endpointPath.value = stream.declaration.route
        do {
            return response(try await open(request, stream))
        } catch {
            return Response(status: .serviceUnavailable, headers: [.cacheControl: "no-store", .retryAfter: "1"])
        }
    }

    private func open(_ request: Request, _ stream: SiteMap.Stream) async throws -> WireStream {
        var headers = HTTPFields()
        for name in Self.passedIn { headers[name] = request.headers[name] }
        return try await fetcher.stream(
            WireRequest(target: request.uri.string, headers: headers), from: stream.server, release: stream.release,
            within: Self.patience, pause: Self.pause)
    }

    private func response(_ answer: WireStream) -> Response {
        var headers: HTTPFields = [.cacheControl: "no-store"]
        let isStream = answer.status == .ok && answer.headers[.contentType]?.hasPrefix("text/event-stream") == true
        guard isStream else {
            let status = answer.status == .ok ? HTTPResponse.Status.badGateway : answer.status
            return Response(status: status, headers: headers)
        }
        headers[.contentType] = "text/event-stream"
        return Response(status: .ok, headers: headers, body: .live(answer.body, until: lifecycle))
    }
}
