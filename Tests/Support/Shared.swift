import Synchronization

/// A value that a test's tasks share.
package final class Shared<Value: Sendable>: Sendable {
    private let state: Mutex<Value>

    package init(_ value: Value) {
        state = Mutex(value)
    }

    package var value: Value { state.withLock(\.self) }

    @discardableResult
    package func withLock<Answer: Sendable>(_ change: (inout Value) throws -> Answer) rethrows -> Answer {
        try state.withLock { value in
            let answer = try change(&value)
            return answer
        }
    }
}
