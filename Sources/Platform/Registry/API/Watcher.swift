/// Somebody who watches the directory.
package struct Watcher: Sendable, Hashable, Codable {
    package var name: String
    /// What it has taken for certain, because it asked for what came after.
    package var acknowledged: DirectoryMark?
    /// How long ago it was heard of last, in milliseconds; 0 for one that is waiting for an answer.
    package var silentMilliseconds: Int

    /// What a process of an instance is listed under. The next process of the same instance has another name, so that
    /// whoever says that this one has ended, however late, does not say it of that one.
    package static func name(of instance: String, process: Int32) -> String { "\(instance)@\(process)" }

    package init(name: String, acknowledged: DirectoryMark?, silentMilliseconds: Int) {
        self.name = name
        self.acknowledged = acknowledged
        self.silentMilliseconds = silentMilliseconds
    }
}

/// All watchers that were heard of lately, by name.
package struct WatcherList: Sendable, Hashable, Codable {
    package var epoch: String
    package var version: Int
    package var watchers: [Watcher]

    package init(at mark: DirectoryMark, watchers: [Watcher]) {
        epoch = mark.epoch
        version = mark.version
        self.watchers = watchers
    }

    /// Those who have not taken `mark` yet.
    package func laggards(behind mark: DirectoryMark) -> [Watcher] {
        watchers.filter { $0.acknowledged?.covers(mark) != true }
    }
}
