/// Says where the instances of a service are. The fleet file answers today; a registry can take its place.
package protocol Discovery: Sendable {
    /// Every known instance of the service called `service`; empty if there is none.
    func addresses(of service: String) -> [Address]
    /// The names of all processes that serve fragments.
    var fragmentServers: [String] { get }
}

/// A fixed table, for tests and tools.
package struct FixedDiscovery: Discovery {
    package var table: [String: [Address]]
    package var fragmentServers: [String]

    package init(_ table: [String: [Address]], fragmentServers: [String] = []) {
        self.table = table
        self.fragmentServers = fragmentServers
    }

    package func addresses(of service: String) -> [Address] { table[service] ?? [] }
}
