import Hummingbird
import NIOCore
import Wire

extension Response {
    /// A JSON answer.
    package static func json(
        _ value: some Encodable, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:],
        contentType: String = "application/json"
    ) throws -> Response {
        let body = try StrictJSON.encode(value)
        var headers = headers
        headers[.contentType] = contentType
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    /// A problem document.
    package static func problem(_ problem: Problem) throws -> Response {
        var headers: HTTPFields = [.cacheControl: "no-store"]
        if problem.status == 503 { headers[.retryAfter] = "1" }
        return try .json(
            problem, status: HTTPResponse.Status(code: problem.status), headers: headers,
            contentType: Problem.mediaType)
    }
}

extension Request {
    /// The body as `Value`, strictly: see ``StrictJSON``.
    /// - Parameter limit: the longest acceptable body in bytes.
    /// - Throws: ``Problem``: 413 for too long, 415 for another media type, 400 or 422 for what it says.
    package func json<Value: Decodable>(_ type: Value.Type = Value.self, limit: Int = 64 << 10) async throws -> Value {
        let mediaType = headers[.contentType]?.prefix { $0 != ";" }.lowercased()
        guard mediaType == "application/json" else {
            throw Problem(.unsupportedMediaType, detail: "Send application/json.")
        }
        return try StrictJSON.decode(type, from: try await bytes(limit: limit))
    }

    /// The body, collected.
    /// - Throws: ``Problem`` 413 if it is longer than `limit` bytes.
    package func bytes(limit: Int) async throws -> ByteBuffer {
        do {
            return try await body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw Problem(.contentTooLarge, detail: "The body is longer than \(limit) bytes.")
        }
    }
}
