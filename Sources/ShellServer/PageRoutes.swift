import Chassis
import Composition
import HTTPTypes
import Hummingbird
import NIOCore
import Wire

/// Every path that is nothing else is a page.
struct PageRoutes: Sendable {
    let composer: Composer
    let site: SiteState

    func add(to router: Router<ShopContext>) {
        for method in [HTTPRequest.Method.get, .head] {
            router.on("**", method: method) { request, context in try await page(request, context) }
            router.on("/", method: method) { request, context in try await page(request, context) }
        }
    }

    private func page(_ request: Request, _ context: ShopContext) async throws -> Response {
        let page = await composer.compose(try PageRequest(request), site: site.map)
        return response(page, to: request, context)
    }

    /// A composed error page, for what is no page itself.
    func error(_ status: Int, _ request: Request, _ context: ShopContext) async throws -> Response {
        let page = await composer.errorPage(status, try PageRequest(request), site.map)
        return response(page, to: request, context)
    }

    private func response(_ page: ComposedPage, to request: Request, _ context: ShopContext) -> Response {
        context.coreContext.endpointPath.value = page.route
        let body: ResponseBody
        switch page.body {
        case .empty: body = ResponseBody()
        case .whole(let bytes): body = ResponseBody(byteBuffer: bytes)
        case .streamed(let stream):
            body = ResponseBody { writer in
                try await stream.write { bytes in try await writer.write(bytes) }
                try await writer.finish(nil)
            }
        }
        let isHead = request.method == .head
        return Response(
            status: HTTPResponse.Status(code: page.status), headers: page.headers, body: isHead ? ResponseBody() : body)
    }
}
