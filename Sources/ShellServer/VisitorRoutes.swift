import Chassis
import Composition
import HTTPTypes
import Hummingbird
import NIOCore
import Wire

/// What the shell remembers of a visitor, in cookies: what the browser can do, and whether the overlay is on.
struct VisitorRoutes: Sendable {
    static let overlayCookie = "overlay"
    static let overlayPath = "/overlay/toggle"

    /// The smallest picture there is: a transparent GIF of one pixel.
    private static let pixel: [UInt8] = [
        0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 0x01, 0x00, 0x01, 0x00, 0x80, 0x00, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff,
        0xff,
        0x21, 0xf9, 0x04, 0x01, 0x00, 0x00, 0x00, 0x00, 0x2c, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x00,
        0x02,
        0x01, 0x44, 0x00, 0x3b,
    ]

    func add(to router: Router<ShopContext>) {
        router.get(RouterPath(TierProbe.nativePath)) { _, _ in
            Response(
                status: .ok,
                headers: [
                    .contentType: "image/gif", .cacheControl: "no-store",
                    .setCookie: "\(TierProbe.cookie)=\(StreamingTier.native.rawValue); \(TierProbe.cookieAttributes)",
                ],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: Self.pixel)))
        }
        router.get(RouterPath(Self.overlayPath)) { request, _ in
            let isOn = Cookies.parse(request.headers[.cookie])[Self.overlayCookie] == "on"
            return Response(
                status: .seeOther,
                headers: [
                    .location: Self.wayBack(request.headers[.referer]), .cacheControl: "no-store",
                    .setCookie: "\(Self.overlayCookie)=\(isOn ? "off" : "on"); Path=/; Max-Age=31536000; SameSite=Lax",
                ])
        }
    }

    /// The path of the page that the visitor came from, never another site.
    static func wayBack(_ referer: String?) -> String {
        guard let referer, let scheme = referer.range(of: "://"),
            let slash = referer[scheme.upperBound...].firstIndex(of: "/")
        else { return "/" }
        let path = referer[slash...]
        let isElsewhere = path.hasPrefix("//") || path.contains("\\") || path.utf8.contains { $0 <= 0x20 || $0 == 0x7f }
        return isElsewhere || path.hasPrefix(overlayPath) ? "/" : String(path)
    }
}
