import Hummingbird
import NIOCore
import Wire

extension ResponseBody {
    /// The parts as they come, until they end, fail, or this process drains: for what whoever reads asks for again by
    /// himself, such as server-sent events.
    package static func live<Parts: AsyncSequence & Sendable>(
        _ parts: Parts, until lifecycle: Lifecycle
    ) -> ResponseBody where Parts.Element == ByteBuffer {
        ResponseBody { writer in
            for await part in merged(parts, lifecycle) { try await writer.write(part) }
            try await writer.finish(nil)
        }
    }

    private static func merged<Parts: AsyncSequence & Sendable>(
        _ parts: Parts, _ lifecycle: Lifecycle
    ) -> AsyncStream<ByteBuffer> where Parts.Element == ByteBuffer {
        let (merged, continuation) = AsyncStream.makeStream(of: ByteBuffer.self)
        let work = Task {
            await firstOf(
                {
                    do {
                        for try await part in parts { continuation.yield(part) }
                    } catch {
                        // What breaks off is asked for again, like what ends.
                    }
                },
                { await lifecycle.reaches(.draining) })
            continuation.finish()
        }
        continuation.onTermination = { _ in work.cancel() }
        return merged
    }
}

extension Response {
    /// Server-sent events (HTML standard, section 9.2), until they end or this process drains.
    package static func events<Parts: AsyncSequence & Sendable>(
        _ parts: Parts, until lifecycle: Lifecycle
    ) -> Response where Parts.Element == ServerSentPart {
        Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: .live(parts.map { ByteBuffer(string: $0.text) }, until: lifecycle))
    }
}
