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
            router.on("**", method: method) { request, context in await page(request, context) }
            router.on("/", method: method) { request, context in await page(request, context) }
        }
    }

    private func page(_ request: Request, _ context: ShopContext) async -> Response {
        let page = await composer.compose(PageRequest(request), site: site.map)
        return response(page, to: request, context)
    }

    /// A composed error page, for what is no page itself.
    func error(_ status: Int, _ request: Request, _ context: ShopContext) async -> Response {
        let page = await composer.errorPage(status, PageRequest(request), site.map)
        return response(page, to: request, context)
    }

    private func response(_ page: ComposedPage, to request: Request, _ context: ShopContext) -> Response {
        context.coreContext.endpointPath.value = page.route
        return Response(
            status: HTTPResponse.Status(code: page.status), headers: page.headers,
            body: request.method == .head ? .withoutContent : body(page.body))
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

extension ResponseBody {
    /// The answer to a HEAD: a body of unknown length, of which nothing is sent.
    fileprivate static let withoutContent = ResponseBody { writer in try await writer.finish(nil) }
}
