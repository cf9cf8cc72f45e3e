import NIOCore
import Wire

/// A page that leaves while parts of it are still coming: its head and ready parts at once, the others in order or, where
/// the browser can take them so, whenever they are there.
package struct PageStream: Sendable {
    private let assembler: PageAssembler
    private let tier: StreamingTier
    private let patience: Deadline

    init(assembler: PageAssembler, tier: StreamingTier, patience: Deadline) {
        self.assembler = assembler
        self.tier = tier
        self.patience = patience
    }

    /// Writes the whole page; every call of `write` should reach the browser at once.
    /// - Throws: what `write` throws; then nobody is listening any more.
    package func write(to write: (ByteBuffer) async throws -> Void) async throws {
        var assembler = assembler
        var isPatient = true
        while true {
            switch assembler.advance(mayPostpone: tier != .ordered && !isPatient) {
            case .wait(let written, let part):
                if written.readableBytes > 0 { try await write(written) }
                if tier == .ordered {
                    _ = await part.outcome.value()
                } else {
                    isPatient = await part.outcome.value(until: patience) != nil && !patience.hasPassed
                }
            case .collect(let written, let postponed):
                try await write(written)
                try await collect(postponed, &assembler, write)
            case .finished(let written):
                return try await write(written)
            }
        }
    }

    /// Writes postponed parts as they come.
    private func collect(
        _ postponed: [(number: Int, part: Part)], _ assembler: inout PageAssembler,
        _ write: (ByteBuffer) async throws -> Void
    ) async throws {
        let (arrivals, continuation) = AsyncStream.makeStream(of: Int.self)
        for (index, late) in postponed.enumerated() {
            late.part.outcome.whenSet { _ in continuation.yield(index) }
        }
        var missing = postponed.count
        for await index in arrivals {
            let markup = await whole(assembler.contents(of: postponed[index].part))
            try await write(assembler.patch(postponed[index].number, markup))
            missing -= 1
            if missing == 0 { break }
        }
    }

    /// A late part with all that is nested in it.
    private func whole(_ contents: PageAssembler) async -> ByteBuffer {
        var contents = contents
        var markup = ByteBuffer()
        while true {
            switch contents.advance(mayPostpone: false) {
            case .wait(let written, let part):
                markup.writeImmutableBuffer(written)
                _ = await part.outcome.value()
            case .collect(let written, _), .finished(let written):
                markup.writeImmutableBuffer(written)
                return markup
            }
        }
    }
}
