import HTTPTypes
import Hummingbird
import NIOCore
import Wire

/// A rendered fragment, and, if it is a page's primary one, what the page is to be.
package struct FragmentAnswer: Sendable {
    /// How long others may keep it.
    package enum Freshness: Sendable, Hashable {
        /// Fresh for `seconds`; for as long again it may be shown while a new one is fetched, and for `onError` seconds
        /// when none can be had (RFC 5861).
        case cached(seconds: Int, onError: Int = 86_400)
        /// For this visitor only.
        case personal
    }

    package var status: HTTPResponse.Status
    package var html: String
    package var freshness: Freshness
    /// What it shows, for events to name: as long as the shell hears of changes it keeps the answer for
    /// ``longest`` seconds, whatever ``freshness`` says. None for an answer that nobody tells the changes of.
    package var tags: [String]
    /// The page's title, without the shop's name.
    package var title: String?
    /// One sentence for search engines.
    package var description: String?
    /// The page's one true path.
    package var canonical: String?
    /// Where to go instead, for a status of 301, 302, 303, 307 or 308.
    package var location: String?

    package init(
        _ html: String, status: HTTPResponse.Status = .ok, freshness: Freshness, tags: [String] = [],
        title: String? = nil, description: String? = nil, canonical: String? = nil
    ) {
        self.html = html
        self.status = status
        self.freshness = freshness
        self.tags = tags
        self.title = title
        self.description = description
        self.canonical = canonical
    }

    /// There is no such page: the shell composes its own.
    package static let notFound = FragmentAnswer("", status: .notFound, freshness: .cached(seconds: 5, onError: 0))

    package static func redirect(to location: String, status: HTTPResponse.Status = .seeOther) -> FragmentAnswer {
        var answer = FragmentAnswer("", status: status, freshness: .personal)
        answer.location = location
        return answer
    }

    /// Seconds.
    package static let longest = 3_600

    func response() -> Response {
        var headers: HTTPFields = [.contentType: "text/html; charset=utf-8", .cacheControl: cacheControl]
        if case .cached(let seconds, let onError) = freshness, !tags.isEmpty {
            headers[.cacheTag] = tags.joined(separator: " ")
            headers[.shellCacheControl] = Self.kept(max(seconds, Self.longest), seconds, onError)
        }
        headers[.shopTitle] = title.map(PercentEncoding.encode)
        headers[.shopDescription] = description.map(PercentEncoding.encode)
        headers[.link] = canonical.map { "<\($0)>; rel=\"canonical\"" }
        headers[.location] = location
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    private var cacheControl: String {
        switch freshness {
        case .cached(let seconds, let onError): Self.kept(seconds, seconds, onError)
        case .personal: "private, no-store"
        }
    }

    private static func kept(_ seconds: Int, _ whileRevalidating: Int, _ onError: Int) -> String {
        "public, max-age=\(seconds), stale-while-revalidate=\(whileRevalidating), stale-if-error=\(onError)"
    }
}
