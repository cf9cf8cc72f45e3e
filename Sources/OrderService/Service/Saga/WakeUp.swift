import Chassis
import GRDB
import Synchronization

/// Wakes one worker that waits for work. A call that comes while nobody waits is kept for whoever waits next.
final class WakeUp: Sendable {
    private struct State {
        var isCalled = false
        var sleeper: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let commits = AfterCommit<Void>()

    func call() {
        let sleeper = state.withLock { state -> CheckedContinuation<Void, Never>? in
            defer { state.sleeper = nil }
            state.isCalled = state.sleeper == nil
            return state.sleeper
        }
        sleeper?.resume()
    }

    /// Calls as soon as the transaction is committed.
    func call(after database: Database) {
        commits.add((), database) { _ in self.call() }
    }

    /// Returns at a call, after this time, or when the task is cancelled.
    /// - Parameter time: nil to wait for a call only.
    func wait(atMost time: Duration?) async {
        guard let time else { return await wait() }
        await withDiscardingTaskGroup { group in
            let (ends, ending) = AsyncStream.makeStream(of: Void.self)
            group.addTask {
                await self.wait()
                ending.finish()
            }
            group.addTask {
                try? await Task.sleep(for: time)
                ending.finish()
            }
            for await _ in ends {}
            group.cancelAll()
        }
    }

    private func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    if state.isCalled || Task.isCancelled {
                        state.isCalled = false
                        return true
                    }
                    state.sleeper = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                defer { state.sleeper = nil }
                return state.sleeper
            }
            sleeper?.resume()
        }
    }
}
