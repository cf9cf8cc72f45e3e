import Fleet
import FoundationEssentials
import Glibc

/// Says which files below some folders were saved.
struct FolderWatch {
    /// An editor's save is several events: what follows one another so soon is one change.
    private static let pause = Duration.milliseconds(3)

    private let events: FileEvents
    private let paths: [String]
    private var folders: [Int32: String] = [:]

    /// - Parameter paths: folders, which are watched with those in them, and files.
    init(_ paths: [String]) throws {
        guard let events = FileEvents() else {
            throw ShopError(
                "Files cannot be watched", why: String(cString: strerror(errno)), mend: "end other watchers")
        }
        self.events = events
        self.paths = paths
        watch()
    }

    private mutating func watch() {
        for path in paths {
            add(path)
            for inner in (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? [] { add("\(path)/\(inner)") }
        }
    }

    private mutating func add(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        // A file alone is watched by its folder, since editors put another one in its place.
        guard isFolder || paths.contains(path), let slash = path.lastIndex(of: "/") else { return }
        let folder = isFolder ? path : String(path[..<slash])
        if let key = events.add(folder) { folders[key] = folder }
    }

    /// The paths of files that were saved, as soon as there is one; until the task is cancelled.
    mutating func changes() async throws -> Set<String> {
        var changed = saved()
        while true {
            while changed.isEmpty {
                guard await events.wait() else { throw CancellationError() }
                changed = saved()
            }
            try await Task.sleep(for: Self.pause)
            let more = saved()
            guard more.isEmpty else {
                changed.formUnion(more)
                continue
            }
            watch()
            return changed
        }
    }

    private func saved() -> Set<String> {
        let found = events.take().compactMap { event in folders[event.folder].map { "\($0)/\(event.name)" } }
        return Set(found.filter { path in paths.contains { path == $0 || path.hasPrefix($0 + "/") } })
    }
}
