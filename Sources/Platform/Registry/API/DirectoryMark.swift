/// A moment in a registry's life: which run of the registry, and how many changes it has seen.
package struct DirectoryMark: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Another one after each start, because a registry that starts knows nothing.
    package let epoch: String
    /// Counts changes within the epoch, from 1.
    package let version: Int

    package init(epoch: String, version: Int) {
        self.epoch = epoch
        self.version = version
    }

    /// Reads `EPOCH:VERSION`; nil if it is not of that form.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...40).contains(parts[0].utf8.count), let version = Int(parts[1]), version >= 0
        else { return nil }
        self.init(epoch: String(parts[0]), version: version)
    }

    package var description: String { "\(epoch):\(version)" }

    /// Whether whoever knows this knows `other` too.
    package func covers(_ other: DirectoryMark) -> Bool { epoch == other.epoch && version >= other.version }
}
