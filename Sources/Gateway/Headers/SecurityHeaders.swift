import HTTPTypes
import Vocabulary

/// What every answer tells the browser to forbid.
package enum SecurityHeaders {
    /// 132 random bits, for the scripts of one page.
    package static func nonce() -> String { Token.random(length: 22) }

    /// - Parameter scriptNonce: what allows this page's own script elements.
    package static func add(to fields: inout HTTPFields, nonce: String, isSecure: Bool) {
        fields[.xContentTypeOptions] = "nosniff"
        if isSecure { fields[.strictTransportSecurity] = "max-age=31536000; includeSubDomains" }
        switch fields[.contentType].map(mediaType) {
        case "text/html":
            if fields[.contentSecurityPolicy] == nil { fields[.contentSecurityPolicy] = pagePolicy(nonce) }
            fields[.referrerPolicy] = "strict-origin-when-cross-origin"
            fields[.frameOptions] = "DENY"
            fields[.permissionsPolicy] = permissions
            fields[.crossOriginOpenerPolicy] = "same-origin"
        case "image/svg+xml":
            fields[.contentSecurityPolicy] = picturePolicy
        default:
            break
        }
    }

    /// Reports are asked for by `report-uri` alone: where there is a `report-to` too, browsers prefer it, and send
    /// a minute later.
    package static func pagePolicy(_ nonce: String) -> String {
        """
        default-src 'none'; script-src 'self' 'nonce-\(nonce)'; style-src 'self'; img-src 'self' data:; \
        font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
        manifest-src 'self'; report-uri \(PolicyReports.path)
        """
    }

    /// For the gateway's own pages: nothing but their one style element.
    package static func errorPagePolicy(_ nonce: String) -> String {
        "default-src 'none'; style-src 'nonce-\(nonce)'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    }

    /// For a drawing that is opened as a document of its own.
    static let picturePolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

    private static let permissions =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
        + "microphone=(), midi=(), payment=(), usb=()"

    /// `text/html` of `Text/HTML; charset=utf-8`.
    package static func mediaType(_ contentType: String) -> String {
        contentType.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
    }
}
