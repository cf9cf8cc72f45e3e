import HTTPTypes
import NIOHTTP1

/// Decides by a request's head alone whether it comes in. It sees the head as it stood on the wire, before anything
/// was normalised: that is where two readers of the same bytes could come to differ.
package struct RequestScreening: Sendable {
    let routes: [GatewayRoute]
    let settings: GatewaySettings

    package init(routes: [GatewayRoute], settings: GatewaySettings) {
        self.routes = routes
        self.settings = settings
    }

    /// Nil if the request may come in.
    package func refusal(of head: HTTPRequestHead) -> Refusal? {
        do {
            try checkVersion(head.version)
            let path = try checkTarget(head)
            try checkMethod(head.method, path)
            try HostScreening.check(head)
            try checkFraming(head)
            try CrossSiteScreening.check(head)
            return nil
        } catch {
            return error
        }
    }

    private func checkVersion(_ version: HTTPVersion) throws(Refusal) {
        guard version == .http1_1 || version == .http1_0 else { throw Refusal(HTTPParserError.invalidVersion) }
    }

    private func checkTarget(_ head: HTTPRequestHead) throws(Refusal) -> Substring {
        guard head.uri.utf8.count <= settings.targetLimit else { throw .targetTooLong }
        guard head.method != .CONNECT else { throw .methodNotAllowed([.get, .head, .post]) }
        return try TargetScreening.path(of: head.uri)
    }

    private func checkMethod(_ method: HTTPMethod, _ path: Substring) throws(Refusal) {
        let allowed = routes.route(for: path)?.methods ?? []
        guard allowed.contains(where: { $0.rawValue == method.rawValue }) else { throw .methodNotAllowed(allowed) }
    }

    /// One way to say how long the body is, and no body where none belongs (RFC 9112, section 6.3).
    private func checkFraming(_ head: HTTPRequestHead) throws(Refusal) {
        let lengths = head.headers["content-length"]
        let codings = head.headers["transfer-encoding"]
        guard lengths.isEmpty || codings.isEmpty, lengths.count <= 1, codings.count <= 1 else {
            throw .malformed("The body's length is given twice.")
        }
        if let coding = codings.first {
            guard head.version == .http1_1 else { throw .malformed("HTTP/1.0 has no transfer codings.") }
            guard coding.lowercased() == "chunked" else {
                throw Refusal(.notImplemented, "The only transfer coding here is chunked.")
            }
        }
        if let length = lengths.first {
            guard let count = Int(length), count >= 0, length.utf8.allSatisfy(Ascii.isDigit) else {
                throw .malformed("Content-Length is not a number.")
            }
            guard count <= settings.bodyLimit else { throw .bodyTooLong }
        }
        let hasBody = !codings.isEmpty || (lengths.first ?? "0") != "0"
        guard head.method == .POST || !hasBody else { throw .malformed("Only a POST carries a body.") }
        guard let expectation = head.headers.first(name: "expect") else { return }
        guard expectation.lowercased() == "100-continue" else {
            throw Refusal(.expectationFailed, "The only expectation met here is 100-continue.")
        }
    }
}
