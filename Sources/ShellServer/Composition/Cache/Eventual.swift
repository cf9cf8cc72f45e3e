import Synchronization
import Wire

/// A value that comes later, once, awaited by any number of tasks. Whoever makes one promises to set it by a deadline.
package final class Eventual<Value: Sendable>: Sendable {
    private struct State {
        var value: Value?
        var waiters: [UInt64: @Sendable (Value?) -> Void] = [:]
        var next: UInt64 = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// The value if it is there.
    package var now: Value? { state.withLock(\.value) }

    /// Sets the value; a second one is ignored.
    package func set(_ value: Value) {
        let waiters = state.withLock { state in
            guard state.value == nil else { return [@Sendable (Value?) -> Void]() }
            state.value = value
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter(value) }
    }

    /// Calls `action` when the value is there, at once if it is.
    package func whenSet(_ action: @escaping @Sendable (Value) -> Void) {
        add { value in if let value { action(value) } }
    }

    package func value() async -> Value {
        await withCheckedContinuation { continuation in
            whenSet { continuation.resume(returning: $0) }
        }
    }

    /// The value, or nil if it has not come by `deadline`.
    package func value(until deadline: Deadline) async -> Value? {
        if let value = now { return value }
        return await withCheckedContinuation { continuation in
            guard let waiter = add({ continuation.resume(returning: $0) }) else { return }
            let alarm = Alarm.set(at: deadline) { self.giveUp(waiter) }
            whenSet { _ in alarm.cancel() }
        }
    }

    @discardableResult
    private func add(_ waiter: @escaping @Sendable (Value?) -> Void) -> UInt64? {
        let (id, value): (UInt64?, Value?) = state.withLock { state in
            if let value = state.value { return (nil, value) }
            state.next += 1
            state.waiters[state.next] = waiter
            return (state.next, nil)
        }
        if let value { waiter(value) }
        return id
    }

    private func giveUp(_ id: UInt64) {
        let waiter = state.withLock { $0.waiters.removeValue(forKey: id) }
        waiter?(nil)
    }
}
