import Wire

/// One release of one fragment server.
package struct ReleaseID: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let server: String
    package let release: String

    package init(_ server: String, _ release: String) {
        self.server = server
        self.release = release
    }

    package var description: String { "\(server) \(release)" }

    /// By server, then the newest first.
    package static func < (left: ReleaseID, right: ReleaseID) -> Bool {
        left.server == right.server
            ? ReleaseChoice.isNewer(left.release, right.release) : left.server < right.server
    }
}
