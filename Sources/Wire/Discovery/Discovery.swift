/// Says where the instances of a service are.
package protocol Discovery: Sendable {
    /// What is known now.
    var directory: Directory { get }
    /// What is known now, and again after each change. A slow reader misses what is outdated.
    func changes() -> AsyncStream<Directory>
}

/// A directory that changes, and those who wait for that: the store behind every kind of discovery.
package final class DirectoryBoard: Discovery {
    private let broadcast: Broadcast<Directory>

    package init(_ directory: Directory = Directory()) {
        broadcast = Broadcast(directory)
    }

    package var directory: Directory { broadcast.value }

    package func changes() -> AsyncStream<Directory> { broadcast.values() }

    package func update(_ change: (inout Directory) -> Void) { broadcast.update(change) }
}

/// A fixed table, for tests and tools: every instance is up and of one release.
package struct FixedDiscovery: Discovery {
    private let board: DirectoryBoard

    private init(board: DirectoryBoard) {
        self.board = board
    }

    package init(_ table: [String: [Address]], fragmentServers: [String] = [], release: String = "test") {
        let services = table.map { service, addresses in
            (
                service,
                addresses.map { address in
                    Instance(
                        id: "\(service)-\(address)", service: service, address: address, release: release,
                        servesFragments: fragmentServers.contains(service))
                }
            )
        }
        board = DirectoryBoard(Directory(services: Dictionary(services) { $0 + $1 }))
    }

    package var directory: Directory { board.directory }

    package func changes() -> AsyncStream<Directory> { board.changes() }

    /// A table with one more service.
    package func adding(_ service: String, _ addresses: [Address]) -> FixedDiscovery {
        var services = directory.services
        services[service] = FixedDiscovery([service: addresses]).directory.services[service]
        return FixedDiscovery(board: DirectoryBoard(Directory(services: services)))
    }
}

extension Discovery {
    /// Where the instances of a service are that take calls.
    package func addresses(of service: String) -> [Address] {
        directory.instances(of: service).filter { $0.status == .up }.map(\.address)
    }
}
