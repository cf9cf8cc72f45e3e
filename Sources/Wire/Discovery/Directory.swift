/// Everything that discovery knows at one moment: which instances of which services there are.
package struct Directory: Sendable, Hashable {
    /// By service. A service that has no instance, because all of them died, is there with none.
    package var services: [String: [Instance]]
    /// Services that were taken out of the fleet for good: whoever remembers anything of them may forget it.
    package var retired: Set<String>

    package init(services: [String: [Instance]] = [:], retired: Set<String> = []) {
        self.services = services
        self.retired = retired
    }

    package init(_ instances: [Instance], retired: Set<String> = []) {
        self.init(services: Dictionary(grouping: instances, by: \.service), retired: retired)
    }

    /// Every known instance of a service, whatever its status; empty if there is none.
    package func instances(of service: String) -> [Instance] { services[service] ?? [] }

    /// Where instances that take calls are, of all services.
    package var usableAddresses: Set<Address> {
        Set(services.values.joined().filter { $0.status == .up }.map(\.address))
    }

    /// The names of all services that serve fragments.
    package var fragmentServers: [String] {
        services.filter { $0.value.contains(where: \.servesFragments) }.keys.sorted()
    }
}
