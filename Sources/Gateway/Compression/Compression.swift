import HTTPTypes
import Hummingbird
import NIOCore
import Wire

/// Turns what a process answered into what the client gets: gzip where it takes it and it helps, the same bytes
/// otherwise. Every part of a streamed body leaves the compressor as it comes.
struct Compression: Sendable {
    /// A page's parts: near the best ratio at a third of the best's cost.
    static let streamLevel: Int32 = 5
    /// Things compressed once and kept.
    static let keptLevel: Int32 = 9

    private let cache = BoundedCache<Key, ByteBuffer>(limit: 8 << 20)

    private struct Key: Hashable {
        let target: String
        let tag: String
    }

    func response(to request: HTTPRequest, _ answer: ForwardedAnswer) throws -> Response {
        var fields = answer.headers
        let decision = CompressionPolicy.decide(
            method: request.method, acceptEncoding: request.headerFields[.acceptEncoding], status: answer.status,
            fields: fields)
        let key = key(request, answer)
        CompressionPolicy.apply(decision, status: answer.status, to: &fields)
        switch (answer.body, decision) {
        case (.none, _):
            return answer.response(fields, body: ResponseBody())
        case (.whole(let body), .gzip):
            return answer.response(fields, body: ResponseBody(byteBuffer: try compress(body, key)))
        case (.whole(let body), _):
            return answer.response(fields, body: ResponseBody(byteBuffer: body))
        case (.live(let body), _):
            return answer.response(fields, body: body)
        case (.stream(let parts), .gzip):
            return answer.response(fields, body: .gzip(parts, level: Self.streamLevel))
        case (.stream(let parts), _):
            return answer.response(fields, body: .passing(parts))
        }
    }

    /// Where the compressed form of an immutable answer is kept; nil for every other.
    private func key(_ request: HTTPRequest, _ answer: ForwardedAnswer) -> Key? {
        guard answer.isEternal, let target = request.path else { return nil }
        return Key(target: target, tag: answer.headers[.eTag] ?? answer.headers[.contentLength] ?? "")
    }

    private func compress(_ body: ByteBuffer, _ key: Key?) throws -> ByteBuffer {
        guard let key else { return try GzipStream.compress(body, level: Self.streamLevel) }
        if let kept = cache[key] { return kept }
        let compressed = try GzipStream.compress(body, level: Self.keptLevel)
        cache.insert(compressed, of: compressed.readableBytes, for: key)
        return compressed
    }
}

extension ResponseBody {
    /// The parts as they come. A stream that breaks off throws, which breaks the client's connection off too, so that
    /// half an answer is never taken for a whole one.
    static func passing(_ parts: ResponseBodyStream) -> ResponseBody {
        ResponseBody { writer in
            for try await part in parts { try await writer.write(part) }
            try Task.checkCancellation()
            try await writer.finish(nil)
        }
    }

    static func gzip(_ parts: ResponseBodyStream, level: Int32) -> ResponseBody {
        ResponseBody { writer in
            let gzip = try GzipStream(level: level)
            for try await part in parts { try await writer.write(gzip.compress(part, .sync)) }
            try Task.checkCancellation()
            try await writer.write(gzip.compress(ByteBuffer(), .finish))
            try await writer.finish(nil)
        }
    }
}
