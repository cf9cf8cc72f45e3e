import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1
import Wire

/// Answers what never comes in, and logs it as a request like any other.
struct RefusalWriter: Sendable {
    let logger: Logger

    /// - Parameter request: nil if its head could not be read.
    /// - Returns: what is fulfilled when the last part has been written.
    func write(
        _ refusal: Refusal, to request: HTTPRequestHead?,
        _ write: (HTTPServerResponsePart) -> EventLoopFuture<Void>
    ) -> EventLoopFuture<Void> {
        let trace = TraceContext.root()
        let nonce = SecurityHeaders.nonce()
        let answer = ErrorPage.answer(
            refusal.problem, accept: request?.headers.first(name: "accept"), nonce: nonce)
        var fields = answer.headers
        SecurityHeaders.add(to: &fields, nonce: nonce, isSecure: false)
        fields[.shopTrace] = trace.traceID
        fields[.contentLength] = String(answer.body.readableBytes)
        fields[.connection] = "close"
        if !refusal.allow.isEmpty { fields[.allow] = refusal.allow.map(\.rawValue).joined(separator: ", ") }
        log(refusal, request, trace)
        _ = write(.head(HTTPResponseHead(HTTPResponse(status: answer.status, headerFields: fields))))
        if request?.method != .HEAD { _ = write(.body(.byteBuffer(answer.body))) }
        return write(.end(nil))
    }

    private func log(_ refusal: Refusal, _ request: HTTPRequestHead?, _ trace: TraceContext) {
        RequestScope.$current.withValue(RequestScope(trace: trace)) {
            logger.info(
                "request",
                metadata: [
                    "method": "\(request?.method.rawValue ?? "unknown")", "route": "refused",
                    "status": "\(refusal.status.code)", "reason": "\(refusal.detail)",
                ])
        }
    }
}
