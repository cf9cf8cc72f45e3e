import Wire

/// The whole directory as the registry tells it to those who watch.
package struct DirectoryAnswer: Sendable, Hashable, Codable {
    package var epoch: String
    package var version: Int
    /// The registry has just started, so that who is missing may only not have registered yet.
    package var warming: Bool
    /// Leases have run out, but so many at once that the registry doubts itself and keeps them.
    package var protecting: Bool
    package var services: [String: [Instance]]
    /// Services that left for good.
    package var retired: [String]

    package init(_ directory: Directory, at mark: DirectoryMark, warming: Bool = false, protecting: Bool = false) {
        epoch = mark.epoch
        version = mark.version
        self.warming = warming
        self.protecting = protecting
        services = directory.services
        retired = directory.retired.sorted()
    }

    package var mark: DirectoryMark { DirectoryMark(epoch: epoch, version: version) }

    package var directory: Directory { Directory(services: services, retired: Set(retired)) }
}
