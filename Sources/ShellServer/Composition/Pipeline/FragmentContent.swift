import HTTPTypes
import Wire

/// A checked answer of a fragment server.
struct FragmentContent: Sendable {
    /// 200, or for a page's primary fragment also a redirect or a client error.
    let status: Int
    /// Nil for anything but a 200.
    let markup: PreparedFragment?
    let head: HeadContribution
    let release: String?
    /// It is for the visitor who asked for it, and nobody else may have it.
    var isPersonal = false
}

/// What a primary fragment says about its page.
struct HeadContribution: Sendable, Hashable {
    var title: String?
    var description: String?
    var canonical: String?
    var location: String?
    var robots: String?
    var cookies: [String] = []

    static let none = HeadContribution()

    private init() {}

    init(_ headers: HTTPFields) {
        title = headers[.shopTitle].flatMap { PercentEncoding.decode($0) }
        description = headers[.shopDescription].flatMap { PercentEncoding.decode($0) }
        location = headers[.location]
        robots = headers[.robots]
        cookies = headers[values: .setCookie]
        if let link = headers[.link], link.hasPrefix("</"), link.hasSuffix(">; rel=\"canonical\"") {
            canonical = String(link.dropFirst().prefix { $0 != ">" })
        }
    }
}

extension HTTPField.Name {
    /// Instructions for search engines; a primary fragment may set it for its page.
    package static let robots = HTTPField.Name("x-robots-tag") ?? .contentLanguage
}

/// How a part of a page came to be.
package enum PartState: String, Sendable, CaseIterable {
    /// From the cache, fresh.
    case hit
    /// Fetched for this page.
    case miss
    /// From the cache, a little stale, while a new one is being fetched (RFC 5861).
    case stale
    /// From the cache, because no new one could be had.
    case lastGood = "last-good"
    /// What its team or the page declared for this case.
    case fallback
    /// Nothing.
    case missing
}

/// Why a fragment's answer was not placed.
enum FragmentFailure: Error, Sendable, Hashable {
    case wire(WireError)
    case status(Int)
    case mediaType(String)
    case markup(FragmentParser.Fault)
    /// Of a release on trial: it could be mended, but something is wrong with it.
    case garbled
    case late
    case cancelled

    /// A word for headers and logs.
    var reason: String {
        switch self {
        case .wire(.deadlineExceeded), .late: "timeout"
        case .wire(.tooLarge): "too-large"
        case .wire(.malformed): "malformed"
        case .wire(.connectionClosed(answered: true)): "broken-off"
        case .wire(.breakerOpen): "breaker-open"
        case .wire: "unreachable"
        case .status(let code): "status-\(code)"
        case .mediaType: "not-html"
        case .markup(.truncated): "truncated"
        case .markup(.notUTF8): "not-utf8"
        case .markup(.tooDeep): "too-deep"
        case .garbled: "garbled"
        case .cancelled: "cancelled"
        }
    }
}
