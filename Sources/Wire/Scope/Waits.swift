/// Returns when the first of these has returned; the others are cancelled and waited for.
package func firstOf(_ waits: (@Sendable () async -> Void)...) async {
    await withTaskGroup(of: Void.self) { group in
        for wait in waits { group.addTask { await wait() } }
        await group.next()
        group.cancelAll()
    }
}

/// Returns after this time, or when the task is cancelled.
package func pause(_ time: Duration) async { try? await Task.sleep(for: time) }
