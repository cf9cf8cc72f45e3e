import Synchronization

/// Values of bounded size together: the longest unused go first.
package final class BoundedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        var value: Value
        var size: Int
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
    package init(limit: Int) {
        self.limit = limit
    }

    package subscript(key: Key) -> Value? {
        state.withLock { state in
            state.clock += 1
            state.entries[key]?.used = state.clock
            return state.entries[key]?.value
        }
    }

    /// Keeps a value of `size` bytes, unless it would drive out too much.
    package func insert(_ value: Value, of size: Int, for key: Key) {
        guard size <= limit / 8 else { return }
        state.withLock { state in
            state.clock += 1
            state.size += size - (state.entries[key]?.size ?? 0)
            state.entries[key] = Entry(value: value, size: size, used: state.clock)
            if state.size > limit { Self.shrink(&state, to: limit * 3 / 4) }
        }
    }

    private static func shrink(_ state: inout State, to goal: Int) {
        for (key, entry) in state.entries.sorted(by: { $0.value.used < $1.value.used }) where state.size > goal {
            state.entries[key] = nil
            state.size -= entry.size
        }
    }

    /// Bytes kept now.
    package var size: Int { state.withLock(\.size) }
}
