import Composition
import HTTPTypes
import Hummingbird
import Vocabulary
import Wire

extension PageRequest {
    /// A segment of the path that is not well-formed stays as it is: no page has it.
    init(_ request: Request) {
        let path = request.uri.path.split(separator: "/").map { PercentEncoding.decode($0) ?? String($0) }
        let cookies = Cookies.parse(request.headers[.cookie])
        let isDocument = request.headers[.secFetchDest].map { $0 == "document" } ?? true
        let known = cookies[TierProbe.cookie].flatMap(StreamingTier.init(rawValue:))
        let nonce = request.headers[.shopNonce].flatMap { Token.isWellFormed($0) ? $0 : nil }
        self.init(
            path: path, query: Query(request.uri.query ?? ""),
            visitor: Visitor(cookies: cookies, headers: request.headers),
            tier: isDocument ? known ?? .ordered : .ordered, probesTier: isDocument && known == nil,
            nonce: nonce ?? Token.random(), showsOverlay: cookies[VisitorRoutes.overlayCookie] == "on")
    }
}

extension HTTPField.Name {
    /// What a browser wants the answer for: `document` for a page, `empty` for a script's fetch.
    static let secFetchDest = HTTPField.Name("sec-fetch-dest") ?? .accept
}
