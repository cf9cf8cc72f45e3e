import Composition
import NIOCore

/// A page while it comes.
final class Reading {
    private var pieces: AsyncStream<String>.AsyncIterator
    private(set) var text = ""

    private init(_ pieces: AsyncStream<String>) {
        self.pieces = pieces.makeAsyncIterator()
    }

    /// Reads a page in `body` as it is written.
    static func of(_ page: ComposedPage, _ body: (Reading) async throws -> Void) async throws {
        guard case .streamed(let stream) = page.body else { throw NotStreamed() }
        let (pieces, continuation) = AsyncStream.makeStream(of: String.self)
        async let writing: Void = {
            defer { continuation.finish() }
            try await stream.write { continuation.yield(String(buffer: $0)) }
        }()
        try await body(Reading(pieces))
        try await writing
    }

    struct NotStreamed: Error {}

    /// Reads on until `mark` has come; false if the page ends before.
    func has(_ mark: String) async -> Bool {
        while !text.contains(mark) {
            guard let piece = await pieces.next() else { return false }
            text += piece
        }
        return true
    }

    func toTheEnd() async -> String {
        while let piece = await pieces.next() { text += piece }
        return text
    }
}
