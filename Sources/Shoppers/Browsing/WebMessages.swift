import NIOCore
import NIOHTTP1

/// What a browser asks for.
struct WebRequest: Sendable {
    /// What it wants the answer for (W3C Fetch Metadata).
    enum Destination: String, Sendable {
        case document, style, script, image
    }

    var method = HTTPMethod.GET
    /// Path and query.
    var target: String
    /// The fields of a posted form, as they are sent.
    var form: String?
    var destination = Destination.document

    /// Without the query.
    var path: String { String(target.prefix { $0 != "?" }) }

    /// A browser sends it again by itself if a kept connection turns out to be closed (RFC 9110, section 9.2.2).
    var isRepeatable: Bool { method == .GET || method == .HEAD }
}

/// A whole answer.
struct WebAnswer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    /// Unpacked.
    let body: ByteBuffer
    /// How many bytes of it came over the connection, with its head.
    let received: Int

    /// The media type without its parameters, in lower case.
    var mediaType: String {
        (headers.first(name: "content-type") ?? "").prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
    }

    var release: String? { headers.first(name: "shop-release") }
    var trace: String? { headers.first(name: "shop-trace") }
}

/// Why there is no whole answer.
struct BrokenExchange: Error, Sendable, Hashable {
    enum Cause: Sendable, Hashable {
        /// No connection could be made.
        case unreachable(String)
        /// The other side closed the connection.
        case closed
        /// The other side reset it.
        case reset
        case timedOut
        /// What came is not HTTP, or too much.
        case malformed(String)
    }

    let cause: Cause
    /// How many bytes of an answer had come.
    let received: Int

    /// Nothing says that the other side has so much as seen the request.
    var mayBeIdleClose: Bool { received == 0 && (cause == .closed || cause == .reset) }
}
