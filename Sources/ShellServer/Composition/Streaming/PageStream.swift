import NIOCore
import Wire

/// A page that leaves while parts of it are still coming: its head and ready parts at once, the others in order or,
/// where the browser can take them so, whenever they are there.
package struct PageStream: Sendable {
    private let begin: ByteBuffer
    private let assembler: PageAssembler
    private let tier: StreamingTier
    private let patience: Deadline

    /// - Parameters:
    ///   - begin: what is written already.
    ///   - assembler: continues it.
    init(begin: ByteBuffer, assembler: PageAssembler, tier: StreamingTier, patience: Deadline) {
        self.begin = begin
        self.assembler = assembler
        self.tier = tier
        self.patience = patience
    }

    /// Writes the whole page; every call of `write` should reach the browser at once.
    /// - Throws: what `write` throws; then nobody is listening any more.
    package func write(to write: (ByteBuffer) async throws -> Void) async throws {
        var assembler = assembler
        var isPatient = true
        try await write(begin)
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

    /// Writes postponed parts as they come, each with all that is nested in it.
    private func collect(
        _ postponed: [(number: Int, part: Part)], _ assembler: inout PageAssembler,
        _ write: (ByteBuffer) async throws -> Void
    ) async throws {
        let (arrivals, continuation) = AsyncStream.makeStream(of: Int.self)
        for (index, late) in postponed.enumerated() {
            late.part.whenWhole { continuation.yield(index) }
        }
        var missing = postponed.count
        for await index in arrivals {
            let late = postponed[index]
            try await write(assembler.patch(late.number, assembler.whole(late.part)))
            missing -= 1
            if missing == 0 { break }
        }
        try Task.checkCancellation()
    }
}
