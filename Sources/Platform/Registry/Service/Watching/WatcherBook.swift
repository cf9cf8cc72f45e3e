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
    /// Who has said goodbye, and when. Its last question may have been on its way, and come after that.
    private var departed: [String: Int] = [:]

    package init() {}

    /// A watcher asks, and with that tells what it has taken.
    package mutating func asks(_ name: String, knowing mark: DirectoryMark?, at now: Int) {
        forgetSilent(at: now)
        // One that begins anew knows nothing yet.
        if mark == nil { departed[name] = nil }
        guard departed[name] == nil else { return }
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
    package mutating func forget(_ name: String, at now: Int) -> Bool {
        forgetSilent(at: now)
        if departed.count < Self.limit { departed[name] = now }
        return entries.removeValue(forKey: name) != nil
    }

    /// By name, those only who live.
    package func watchers(at now: Int) -> [Watcher] {
        entries.filter { isAlive($0.value, at: now) }.sorted { $0.key < $1.key }.map { name, entry in
            Watcher(
                name: name, acknowledged: entry.acknowledged,
                silentMilliseconds: entry.waiting > 0 ? 0 : max(0, now - entry.lastSeen))
        }
    }

    private mutating func forgetSilent(at now: Int) {
        entries = entries.filter { isAlive($0.value, at: now) }
        departed = departed.filter { now - $0.value < Self.patience }
    }

    private func isAlive(_ entry: Entry, at now: Int) -> Bool {
        entry.waiting > 0 || now - entry.lastSeen < Self.patience
    }
}
