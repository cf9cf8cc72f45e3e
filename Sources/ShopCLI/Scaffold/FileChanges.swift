import FoundationEssentials
import Glibc

/// Changes of several files that are made all or not at all.
package struct FileChanges {
    private struct Change {
        let path: String
        /// Nil where there is no file.
        let before: Data?
        let after: Data?
    }

    private var changes: [Change] = []

    package init() {}

    package mutating func write(_ path: String, _ text: String) {
        change(path, to: Data(text.utf8))
    }

    package mutating func remove(_ path: String) {
        change(path, to: nil)
    }

    private mutating func change(_ path: String, to after: Data?) {
        changes.append(Change(path: path, before: FileManager.default.contents(atPath: path), after: after))
    }

    /// Makes the changes in their order. Folders are made where they are missing, and go where nothing is left in them.
    ///
    /// - Throws: `ShopError` when one cannot be made; then those before it are taken back.
    package func apply() throws {
        for (index, change) in changes.enumerated() {
            do {
                try Self.put(change.after, at: change.path)
            } catch {
                for made in changes[..<index].reversed() { try? Self.put(made.before, at: made.path) }
                Self.tidyFolder(of: change.path)
                throw ShopError(
                    "Nothing was changed", why: "\(change.path) cannot be written: \(error)",
                    mend: "make it writable, then again")
            }
        }
    }

    private static func put(_ data: Data?, at path: String) throws {
        guard let data else {
            if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
            tidyFolder(of: path)
            return
        }
        try FileManager.default.createDirectory(atPath: folder(of: path), withIntermediateDirectories: true)
        try data.write(to: URL(filePath: path), options: .atomic)
    }

    /// Removes the folder and those above it as far as they are empty.
    private static func tidyFolder(of path: String) {
        var folder = folder(of: path)
        while folder.count > 1, rmdir(folder) == 0 { folder = Self.folder(of: folder) }
    }

    private static func folder(of path: String) -> String {
        String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }
}
