import HTTPTypes
import Hummingbird
import NIOCore
import Wire

/// What a process answered, cleaned of what is not for outside.
struct ForwardedAnswer: Sendable {
    enum Body: Sendable {
        case none
        case whole(ByteBuffer)
        case stream(ResponseBodyStream)
        /// Server-sent events, to be passed on as they are.
        case live(ResponseBody)
    }

    var status: HTTPResponse.Status
    var headers: HTTPFields
    var body: Body

    /// The answer with `fields` and `body`. Where there is no body, a length is that of a GET's; 0 is what servers
    /// write that do not know it.
    func response(_ fields: HTTPFields, body: ResponseBody) -> Response {
        var response = Response(status: status, headers: fields, body: body)
        guard case .none = self.body else { return response }
        response.headers[.contentLength] = fields[.contentLength].flatMap { $0 == "0" ? nil : $0 }
        return response
    }
}

extension ForwardedAnswer {
    init(_ answer: WireResponse) {
        self.init(status: answer.status, headers: answer.headers, body: .whole(answer.body))
    }
}
