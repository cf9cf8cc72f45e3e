import Chassis
import Composition
import HTTPTypes
import Hummingbird
import NIOCore
import Wire

/// Every path that is nothing else is a page, or what a page's script follows.
struct PageRoutes: Sendable {
    let composer: Composer
    let site: SiteState
    let recent: RecentPages
    let streams: StreamRoutes

    func add(to router: Router<ShopContext>) {
        for method in [HTTPRequest.Method.get, .head] {
            router.on("**", method: method) { request, context in await page(request, context) }
            router.on("/", method: method) { request, context in await page(request, context) }
        }
    }

    private func page(_ request: Request, _ context: ShopContext) async -> Response {
        if let response = await streams.answer(to: request, context) { return response }
        let page = await composer.compose(PageRequest(request), site: site.map)
        if page.isForEverybody { recent.note(request.uri.string) }
        return await response(page, to: request, context)
    }

    /// A composed error page, for what is no page itself.
    func error(_ status: Int, _ request: Request, _ context: ShopContext) async -> Response {
        let page = await composer.errorPage(status, PageRequest(request), site.map)
        return await response(page, to: request, context)
    }

    private func response(_ page: ComposedPage, to request: Request, _ context: ShopContext) async -> Response {
        context.coreContext.endpointPath.value = page.route
        let status = HTTPResponse.Status(code: page.status)
        guard request.method == .head else {
            return Response(status: status, headers: page.headers, body: body(page.body))
        }
        var headers = page.headers
        headers[.contentLength] = await String(length(of: page.body))
        return Response(status: status, headers: headers)
    }

    /// What a GET would have got. A HEAD waits for the whole page: a body of unknown length would be announced as
    /// chunks, and the last chunk sent, where nothing may follow (RFC 9112, section 6.3).
    private func length(of body: ComposedPage.Body) async -> Int {
        switch body {
        case .empty: return 0
        case .whole(let bytes): return bytes.readableBytes
        case .streamed(let stream):
            var length = 0
            try? await stream.write { length += $0.readableBytes }
            return length
        }
    }

    private func body(_ body: ComposedPage.Body) -> ResponseBody {
        switch body {
        case .empty: ResponseBody()
        case .whole(let bytes): ResponseBody(byteBuffer: bytes)
        case .streamed(let stream):
            ResponseBody { writer in
                try await stream.write { bytes in try await writer.write(bytes) }
                try await writer.finish(nil)
            }
        }
    }
}
