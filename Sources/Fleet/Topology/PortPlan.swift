/// Which port each process of a fleet listens on.
///
/// The public process has the port that was asked for. The others follow it in the file's order (the first one has
/// `publicPort + 1`); where such a port is taken, that process has any free one.
package struct PortPlan: Sendable, Equatable {
    package let ports: [String: Int]

    /// - Parameters:
    ///   - isFree: Whether nobody listens on a port of this machine.
    ///   - anyFree: A free port outside the given ones, or nil if there is none.
    /// - Throws: `PortPlanError`.
    package init(
        for fleet: FleetFile, publicPort: Int, isFree: (Int) -> Bool, anyFree: (Set<Int>) -> Int?
    ) throws {
        guard isFree(publicPort) else { throw PortPlanError.publicPortTaken(publicPort) }
        var ports: [String: Int] = [:]
        var taken: Set<Int> = [publicPort]
        var next = publicPort
        for process in fleet.processes {
            if process.isPublic {
                ports[process.name] = publicPort
                continue
            }
            next += 1
            let preferred = next <= 65_535 && !taken.contains(next) && isFree(next) ? next : nil
            guard let port = preferred ?? anyFree(taken) else { throw PortPlanError.noFreePort(process.name) }
            ports[process.name] = port
            taken.insert(port)
        }
        self.ports = ports
    }
}

package enum PortPlanError: Error, Equatable {
    case publicPortTaken(Int)
    case noFreePort(String)
}
