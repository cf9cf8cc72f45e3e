import HTTPTypes
import NIOHTTP1
import Wire

/// Why a request is not let in.
package struct Refusal: Error, Sendable, Hashable {
    package let status: HTTPResponse.Status
    package let detail: String
    package var allow: [HTTPRequest.Method] = []

    package init(_ status: HTTPResponse.Status, _ detail: String, allow: [HTTPRequest.Method] = []) {
        self.status = status
        self.detail = detail
        self.allow = allow
    }

    package var problem: Problem { Problem(status, detail: detail) }

    package static let tooManyConnections = Refusal(.serviceUnavailable, "Too many connections are open.")
    package static let tooSlow = Refusal(.requestTimeout, "The request took too long to arrive.")
    package static let bodyTooLong = Refusal(.contentTooLarge, "The body is too long.")
    package static let targetTooLong = Refusal(.uriTooLong, "The address is too long.")

    package static func methodNotAllowed(_ allow: [HTTPRequest.Method]) -> Refusal {
        Refusal(.methodNotAllowed, "This method is not available here.", allow: allow)
    }

    static func malformed(_ detail: String) -> Refusal { Refusal(.badRequest, detail) }

    /// What a mistake in the bytes themselves means to whoever sent them.
    init(_ error: HTTPParserError) {
        switch error {
        case .headerOverflow:
            self.init(.requestHeaderFieldsTooLarge, "The header is too long.")
        case .invalidVersion:
            self.init(.httpVersionNotSupported, "Only HTTP/1.1 and HTTP/1.0 are spoken here.")
        default:
            self = .malformed("The request is not well-formed HTTP.")
        }
    }
}
