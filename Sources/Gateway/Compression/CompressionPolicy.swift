import HTTPTypes

/// Which answers are compressed, and what their header then says.
package enum CompressionPolicy {
    /// Shorter bodies than this gain nothing.
    package static let shortest = 512

    package enum Decision: Sendable, Hashable {
        /// The answer's form does not depend on what the client accepts.
        case fixed
        /// It does, and this client gets the plain bytes.
        case plain
        case gzip
    }

    package static func decide(
        method: HTTPRequest.Method, acceptEncoding: String?, status: HTTPResponse.Status, fields: HTTPFields
    ) -> Decision {
        if status == .notModified {
            return AcceptEncoding.prefersGzip(acceptEncoding) ? .gzip : .plain
        }
        guard isCompressible(status, fields) else { return .fixed }
        guard method != .head, AcceptEncoding.prefersGzip(acceptEncoding) else { return .plain }
        return .gzip
    }

    private static func isCompressible(_ status: HTTPResponse.Status, _ fields: HTTPFields) -> Bool {
        guard status != .noContent, status != .partialContent, fields[.contentEncoding] == nil,
            fields[.contentRange] == nil, let type = fields[.contentType],
            compressibleTypes.contains(SecurityHeaders.mediaType(type)),
            fields[.cacheControl]?.lowercased().contains("no-transform") != true
        else { return false }
        guard let length = fields[.contentLength].flatMap({ Int($0) }) else { return true }
        return length >= shortest
    }

    private static let compressibleTypes: Set<String> = [
        "text/html", "text/css", "text/plain", "text/javascript", "application/javascript", "application/json",
        "application/problem+json", "application/manifest+json", "application/ld+json", "image/svg+xml",
    ]

    /// Says in the header what `decision` does to the body; compressed bytes are only weakly the same.
    package static func apply(_ decision: Decision, status: HTTPResponse.Status, to fields: inout HTTPFields) {
        guard decision != .fixed else { return }
        addVary(&fields)
        guard decision == .gzip else { return }
        if let tag = fields[.eTag], !tag.hasPrefix("W/") { fields[.eTag] = "W/\(tag)" }
        guard status != .notModified else { return }
        fields[.contentEncoding] = "gzip"
        fields[.contentLength] = nil
        fields[.acceptRanges] = nil
    }

    private static func addVary(_ fields: inout HTTPFields) {
        guard let vary = fields[.vary] else {
            fields[.vary] = "Accept-Encoding"
            return
        }
        let names = vary.lowercased().split(separator: ",").map { $0.filter { $0 != " " } }
        guard !names.contains("accept-encoding"), !names.contains("*") else { return }
        fields[.vary] = "\(vary), Accept-Encoding"
    }
}
