import HTTPTypes
import Hummingbird

/// A cookie for the browser to keep, out of reach of scripts (RFC 6265, section 4.1).
struct SetCookie {
    enum SameSite: String {
        /// Also sent when the visitor comes by a link from elsewhere.
        case lax = "Lax"
        case strict = "Strict"
    }

    var name: String
    var value: String
    var path: String
    var sameSite: SameSite
    /// Seconds; 0 removes it.
    var maxAge: Int

    var text: String { "\(name)=\(value); Path=\(path); HttpOnly; SameSite=\(sameSite.rawValue); Max-Age=\(maxAge)" }
}

extension Response {
    /// Answers a form: go there and look (RFC 9110, section 15.4.4).
    static func seeOther(_ path: String, cookies: [SetCookie] = []) -> Response {
        var headers: HTTPFields = [.location: path, .cacheControl: "no-store"]
        for cookie in cookies { headers.append(HTTPField(name: .setCookie, value: cookie.text)) }
        return Response(status: .seeOther, headers: headers)
    }
}
