import FoundationEssentials
import Glibc

/// Says which files below some folders were saved, by inotify(7).
struct FolderWatch: ~Copyable {
    private static let mask = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_DELETE)
    /// IN_CLOEXEC and IN_NONBLOCK.
    private static let flags: Int32 = 0o2000000 | 0o4000

    private let descriptor: Int32
    private let paths: [String]
    private var folders: [Int32: String] = [:]

    /// - Parameter paths: folders, which are watched with those in them, and files.
    init(_ paths: [String]) throws {
        descriptor = inotify_init1(Self.flags)
        guard descriptor >= 0 else {
            throw ShopError(
                "Files cannot be watched", why: String(cString: strerror(errno)), mend: "end other watchers")
        }
        self.paths = paths
        watch()
    }

    deinit { close(descriptor) }

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
        let key = inotify_add_watch(descriptor, folder, Self.mask)
        if key >= 0 { folders[key] = folder }
    }

    /// The paths of files that were saved, as soon as there is one; until the task is cancelled.
    mutating func changes() async throws -> Set<String> {
        var changed: Set<String> = []
        while true {
            let news = read()
            changed.formUnion(news)
            if news.isEmpty, !changed.isEmpty {
                watch()
                return changed
            }
            try await Task.sleep(for: .milliseconds(changed.isEmpty ? 10 : 3))
        }
    }

    private func read() -> Set<String> {
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return [] }
        var found: Set<String> = []
        buffer.withUnsafeBytes { bytes in
            var offset = 0
            while offset + 16 <= count {
                let key = bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self)
                let length = Int(bytes.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self))
                let name = String(
                    decoding: bytes[(offset + 16)..<(offset + 16 + length)].prefix { $0 != 0 }, as: UTF8.self)
                if let folder = folders[key] { found.insert("\(folder)/\(name)") }
                offset += 16 + length
            }
        }
        return found.filter { path in paths.contains { path == $0 || path.hasPrefix($0 + "/") } }
    }
}
