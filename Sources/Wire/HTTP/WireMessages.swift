import HTTPTypes
import NIOCore

/// A request of one process to another: HTTP/1.1, its body in memory.
package struct WireRequest: Sendable {
    package var method: HTTPRequest.Method
    /// Path and query as they stand on the request line, percent-encoded.
    package var target: String
    package var headers: HTTPFields
    package var body: ByteBuffer?

    package init(
        method: HTTPRequest.Method = .get, target: String, headers: HTTPFields = [:], body: ByteBuffer? = nil
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }

    /// Whether sending it twice does what sending it once does (RFC 9110, section 9.2.2), or it carries a key that
    /// makes it so.
    package var isRepeatable: Bool {
        switch method {
        case .get, .head, .options, .put, .delete: true
        default: headers[.idempotencyKey] != nil
        }
    }
}

/// A complete answer.
package struct WireResponse: Sendable {
    package var status: HTTPResponse.Status
    package var headers: HTTPFields
    package var body: ByteBuffer

    package init(status: HTTPResponse.Status, headers: HTTPFields = [:], body: ByteBuffer = ByteBuffer()) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The body as text; bytes that are not UTF-8 are replaced.
    package var text: String { String(buffer: body) }
}

/// An answer whose body is still coming.
package struct WireStream: Sendable {
    package let status: HTTPResponse.Status
    package let headers: HTTPFields
    /// The body, piece by piece; reading slowly slows the sender down. Dropping it closes the connection.
    package let body: ResponseBodyStream
}

/// How the body of a stream came to its end.
package struct WireStreamEnd: Sendable, Hashable {
    /// Of the answer that it belongs to.
    package let status: HTTPResponse.Status
    /// Bytes that came.
    package let bytes: Int
    /// The sender broke off, or stood still for too long. That its reader had enough is no fault of his.
    package let isCutOff: Bool
}

/// Why there is no answer.
package enum WireError: Error, Sendable, Hashable {
    /// No connection could be made.
    case unreachable(Address)
    /// The deadline passed first.
    case deadlineExceeded
    /// The connection broke; `answered` tells whether a part of the answer had come.
    case connectionClosed(answered: Bool)
    /// The body is longer than the caller allows.
    case tooLarge(limit: Int)
    /// What came is not HTTP.
    case malformed(String)
    /// Nobody offers the service.
    case noInstance(of: String)
    /// The circuit breaker refuses calls to the service for now.
    case breakerOpen(String)

    /// Whether the other side is unwell, as opposed to a caller that asked for too much.
    package var countsAsFailure: Bool {
        switch self {
        case .tooLarge, .breakerOpen, .noInstance: false
        case .unreachable, .deadlineExceeded, .connectionClosed, .malformed: true
        }
    }
}
