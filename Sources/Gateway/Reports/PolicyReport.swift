import NIOCore
import Wire

/// What browsers say they kept a page from doing. Of a report only the directive is looked at: addresses and samples of
/// scripts can tell about the person, and are not kept.
package enum PolicyReport {
    /// The form that `report-uri` makes browsers send (Content Security Policy Level 3, section 5.3).
    private struct Single: Decodable {
        struct Violation: Decodable {
            var effectiveDirective: String?
            var violatedDirective: String?

            enum CodingKeys: String, CodingKey {
                case effectiveDirective = "effective-directive"
                case violatedDirective = "violated-directive"
            }
        }

        var violation: Violation

        enum CodingKeys: String, CodingKey {
            case violation = "csp-report"
        }
    }

    /// One of the Reporting API's list.
    private struct Listed: Decodable {
        struct Body: Decodable {
            var effectiveDirective: String?
        }

        var type: String
        var body: Body?
    }

    /// The violated directives, each a known one or `other`.
    /// - Throws: ``Problem`` 415 for another media type, 400 or 422 for a body that is no report.
    package static func directives(in body: ByteBuffer, contentType: String?) throws -> [String] {
        switch contentType.map(SecurityHeaders.mediaType) {
        case "application/csp-report":
            let violation = try StrictJSON.decode(Single.self, from: body).violation
            return [known(violation.effectiveDirective ?? violation.violatedDirective)]
        case "application/reports+json":
            return try StrictJSON.decode([Listed].self, from: body).filter { $0.type == "csp-violation" }.map {
                known($0.body?.effectiveDirective)
            }
        default:
            throw Problem(.unsupportedMediaType, detail: "Send application/csp-report or application/reports+json.")
        }
    }

    /// A report is its sender's to invent, and a label's values must be few.
    private static func known(_ directive: String?) -> String {
        let name = (directive ?? "").prefix { $0 != " " }.lowercased()
        return directives.contains(name) ? name : "other"
    }

    private static let directives: Set<String> = [
        "default-src", "script-src", "script-src-elem", "script-src-attr", "style-src", "style-src-elem",
        "style-src-attr", "img-src", "font-src", "connect-src", "form-action", "base-uri", "frame-ancestors",
        "frame-src", "manifest-src", "media-src", "object-src", "worker-src", "child-src",
    ]
}
