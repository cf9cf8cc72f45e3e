import NIOHTTP1

/// How the end of an answer's body shows on the wire, and whether the connection lives on (RFC 9112, sections 6 and 9).
package struct ResponseFraming: Sendable {
    package enum Body: Sendable, Hashable {
        case none, length, chunked, untilClose
    }

    /// What of the request decides it.
    package struct Request: Sendable {
        package let method: HTTPMethod
        package let version: HTTPVersion
        package let isKeepAlive: Bool

        package init(_ head: HTTPRequestHead) {
            method = head.method
            version = head.version
            // An upgrade is never granted, and the parser reads no further behind the offer of one.
            isKeepAlive = head.isKeepAlive && !head.headers.contains(name: "upgrade")
        }
    }

    package let body: Body
    package let closes: Bool

    /// - Parameter isLast: whether the connection ends with this answer in any case.
    package init(_ head: HTTPResponseHead, to request: Request, isLast: Bool = false) {
        let hasLength = head.headers.contains(name: "content-length")
        switch head.status {
        case _ where request.method == .HEAD || !head.status.mayHaveResponseBody: body = .none
        case _ where hasLength: body = .length
        case _ where request.version == .http1_1: body = .chunked
        default: body = .untilClose
        }
        closes =
            isLast || !request.isKeepAlive || body == .untilClose
            || head.headers.first(name: "connection") == "close"
    }

    /// Writes the decision into the header.
    package func apply(to head: inout HTTPResponseHead, request: Request) {
        head.headers.remove(name: "transfer-encoding")
        head.headers.remove(name: "connection")
        if body == .chunked { head.headers.add(name: "transfer-encoding", value: "chunked") }
        if !head.status.mayHaveResponseBody { head.headers.remove(name: "content-length") }
        if closes {
            head.headers.add(name: "connection", value: "close")
        } else if request.version == .http1_0 {
            head.headers.add(name: "connection", value: "keep-alive")
        }
    }
}
