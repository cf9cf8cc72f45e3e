import RegistryAPI

/// Who watches the directory, and what each has taken. Times are milliseconds.
package struct WatcherBook: Sendable {
    private struct Entry {
        var acknowledged: DirectoryMark?
        var lastSeen: Int
        /// Questions of its that wait for an answer.
        var waiting = 0
    }

    /// Who has not been heard of for so long is gone: nobody waits for it.
    package static let patience = 5_000
    private static let limit = 1_000

    private var entries: [String: Entry] = [:]

    package init() {}

    /// A watcher asks, and with that tells what it has taken.
    package mutating func asks(_ name: String, knowing mark: DirectoryMark?, at now: Int) {
        forgetSilent(at: now)
        guard entries[name] != nil || entries.count < Self.limit else { return }
        var entry = entries[name] ?? Entry(lastSeen: now)
        entry.acknowledged = mark
        entry.lastSeen = now
        entry.waiting += 1
        entries[name] = entry
    }

    package mutating func isAnswered(_ name: String, at now: Int) {
        entries[name]?.lastSeen = now
        entries[name]?.waiting -= 1
    }

    /// - Returns: whether it was known.
    package mutating func forget(_ name: String) -> Bool { entries.removeValue(forKey: name) != nil }

    /// By name, those only who live.
    package func watchers(at now: Int) -> [Watcher] {
        entries.filter { isAlive($0.value, at: now) }.sorted { $0.key < $1.key }.map { name, entry in
            Watcher(
                name: name, acknowledged: entry.acknowledged,
                silentMilliseconds: entry.waiting > 0 ? 0 : max(0, now - entry.lastSeen))
        }
    }

    private mutating func forgetSilent(at now: Int) { entries = entries.filter { isAlive($0.value, at: now) } }

    private func isAlive(_ entry: Entry, at now: Int) -> Bool {
        entry.waiting > 0 || now - entry.lastSeen < Self.patience
    }
}
