import NIOCore
import Synchronization

/// Compressed bodies of things that never change, so that each is compressed once, and then as well as can be. Bounded:
/// the longest unused go first.
package final class CompressedCache: Sendable {
    package struct Key: Sendable, Hashable {
        let target: String
        let tag: String

        package init(target: String, tag: String) {
            self.target = target
            self.tag = tag
        }
    }

    private struct Entry {
        var body: ByteBuffer
        var used: UInt64
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var size = 0
        var clock: UInt64 = 0
    }

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: bytes that may be kept.
    package init(limit: Int = 8 << 20) {
        self.limit = limit
    }

    package subscript(key: Key) -> ByteBuffer? {
        state.withLock { state in
            state.clock += 1
            state.entries[key]?.used = state.clock
            return state.entries[key]?.body
        }
    }

    package func insert(_ body: ByteBuffer, for key: Key) {
        guard body.readableBytes <= limit / 8 else { return }
        state.withLock { state in
            state.clock += 1
            state.size += body.readableBytes - (state.entries[key]?.body.readableBytes ?? 0)
            state.entries[key] = Entry(body: body, used: state.clock)
            if state.size > limit { Self.shrink(&state, to: limit * 3 / 4) }
        }
    }

    private static func shrink(_ state: inout State, to goal: Int) {
        for (key, entry) in state.entries.sorted(by: { $0.value.used < $1.value.used }) where state.size > goal {
            state.entries[key] = nil
            state.size -= entry.body.readableBytes
        }
    }

    /// Bytes kept now.
    package var size: Int { state.withLock(\.size) }
}
