/// Who listens on a port that a fleet wanted.
package struct PortHolder: Sendable, Equatable, CustomStringConvertible {
    package enum Owner: Sendable, Equatable {
        case process(pid: Int32, command: String, fleetHome: String?)
        /// Somebody else's process, whose descriptors are not ours to read.
        case user(Int)
    }

    package let port: Int
    package let owner: Owner

    package init(port: Int, owner: Owner) {
        self.port = port
        self.owner = owner
    }

    /// Looks the holder up; nil if nobody listens on the port (any more). Of several that share the socket, a fleet's
    /// supervisor and its gateway, it is the one that says whose fleet it is.
    package static func find(port: Int) -> PortHolder? {
        let listeners = ProcessTable.listeners(on: port)
        guard let first = listeners.first else { return nil }
        let inodes = Set(listeners.map(\.inode))
        let holders = ProcessTable.identifiers().filter { ProcessTable.holds($0, inodes: inodes) }
        guard let pid = holders.first(where: { fleetHome(of: $0) != nil }) ?? holders.first else {
            return PortHolder(port: port, owner: .user(first.user))
        }
        let command = ProcessTable.command(of: pid) ?? "?"
        return PortHolder(port: port, owner: .process(pid: pid, command: command, fleetHome: fleetHome(of: pid)))
    }

    private static func fleetHome(of pid: Int32) -> String? {
        let environment = ProcessTable.environment(of: pid) ?? [:]
        return environment["SHOP_PROCESS"] == nil ? nil : environment["SHOP_HOME"]
    }

    package var description: String {
        switch owner {
        case .process(let pid, let command, nil):
            "process \(pid) (\(command)) listens on port \(port)"
        case .process(let pid, let command, .some(let home)):
            "process \(pid) (\(command)) of the fleet in \(home) listens on port \(port)"
        case .user(let user):
            "a process of user \(user) listens on port \(port)"
        }
    }
}
