import Hummingbird
import NIOCore

/// Gives every complete 200 answer to a GET a strong entity tag of its bytes, and answers 304 to whoever has them
/// already (RFC 9110, sections 8.8.3 and 13.1.2). A handler's own tag is kept.
package struct ETagMiddleware: RouterMiddleware {
    package init() {}

    package func handle(
        _ request: Request, context: ShopContext, next: (Request, ShopContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        guard request.method == .get || request.method == .head, response.status == .ok else { return response }
        if response.headers[.eTag] == nil {
            guard response.body.contentLength != nil else { return response }
            let body = try await response.body.collected()
            response.headers[.eTag] = Self.tag(of: body)
            response.body = ResponseBody(byteBuffer: body)
        }
        guard let tag = response.headers[.eTag], let wanted = request.headers[.ifNoneMatch],
            Self.matches(wanted, tag)
        else { return response }
        var headers = response.headers
        headers[.contentType] = nil
        headers[.contentLength] = nil
        return Response(status: .notModified, headers: headers)
    }

    /// 128 bits of FNV-1a over the bytes, as two lanes.
    package static func tag(of body: ByteBuffer) -> String {
        var low: UInt64 = 0xcbf2_9ce4_8422_2325
        var high: UInt64 = 0x6c62_272e_07bb_0142
        for byte in body.readableBytesView {
            low = (low ^ UInt64(byte)) &* 0x100_0000_01b3
            high = (high ^ UInt64(byte) ^ (low >> 32)) &* 0x100_0000_01b3
        }
        return "\"\(String(high, radix: 36))\(String(low, radix: 36))\""
    }

    /// Weak comparison, as `If-None-Match` wants it.
    package static func matches(_ condition: String, _ tag: String) -> Bool {
        let wanted = opaque(tag)
        return condition == "*" || condition.split(separator: ",").contains { opaque($0) == wanted }
    }

    /// The tag without its mark of weakness.
    private static func opaque(_ tag: some StringProtocol) -> String {
        let text = tag.filter { $0 != " " && $0 != "\t" }
        return String(text.starts(with: "W/") ? text.dropFirst(2) : text[...])
    }
}
