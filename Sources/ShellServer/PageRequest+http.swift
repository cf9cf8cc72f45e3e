import Composition
import HTTPTypes
import Hummingbird
import Vocabulary
import Wire

extension PageRequest {
    init(_ request: Request) {
        let cookies = Cookies.parse(request.headers[.cookie])
        let isDocument = request.headers[.secFetchDest].map { $0 == "document" } ?? true
        let known = cookies[TierProbe.cookie].flatMap(StreamingTier.init(rawValue:))
        let nonce = request.headers[.shopNonce].flatMap { Token.isWellFormed($0) ? $0 : nil }
        self.init(
            path: Self.segments(request.uri.path), query: Query(request.uri.query ?? ""),
            visitor: Visitor(cookies: cookies, headers: request.headers),
            tier: isDocument ? known ?? .ordered : .ordered, probesTier: isDocument && known == nil,
            nonce: nonce ?? Token.random(), showsOverlay: cookies[VisitorRoutes.overlayCookie] == "on")
    }
}

extension PageRequest {
    /// A first visit without any cookie.
    /// - Parameter target: path and query, as in a request line.
    init(target: String) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(path: Self.segments(parts[0]), query: Query(parts.count > 1 ? String(parts[1]) : ""))
    }

    /// A segment that is not well-formed stays as it is: no page has it.
    private static func segments(_ path: some StringProtocol) -> [String] {
        path.split(separator: "/").map { PercentEncoding.decode($0) ?? String($0) }
    }
}

extension HTTPField.Name {
    /// What a browser wants the answer for: `document` for a page, `empty` for a script's fetch.
    static let secFetchDest = HTTPField.Name("sec-fetch-dest") ?? .accept
}
