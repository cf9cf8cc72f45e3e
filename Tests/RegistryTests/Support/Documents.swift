import RegistryAPI
import Wire

/// A small fleet's instances, and the times at which things happen to it, in milliseconds.
enum Sample {
    static let start = 1_700_000_000_000

    static func instance(
        _ id: String = "decide-1", of service: String = "decide-fragments", port: Int = 4_000,
        status: Instance.Status = .up, share: Int = 100
    ) -> Instance {
        Instance(
            id: id, service: service, team: "decide", address: Address(host: "127.0.0.1", port: port),
            release: "12-a31d074", status: status, share: share, servesFragments: true)
    }

    static func document(
        _ id: String = "decide-1", of service: String = "decide-fragments", port: Int = 4_000,
        status: Instance.Status = .up, share: Int = 100, lease: Int = 15, dirtySince: Int = 1
    ) -> InstanceDocument {
        InstanceDocument(
            instance(id, of: service, port: port, status: status, share: share), renewalSeconds: 5,
            leaseSeconds: lease, dirtySince: dirtySince)
    }
}
