import Wire

/// That the fleet is one fragment server which takes part in a shop elsewhere, for one visitor alone.
package struct OverridePlan: Sendable {
    /// The other shop's registry.
    package let registry: Address
    /// What the visitor has who is to see it.
    package let bucket: Int
    /// Where the other shop reaches this machine: the host, and the first of two ports that releases have in turn; nil
    /// for any port of 127.0.0.1.
    package let reachAt: Address?

    package init(registry: Address, bucket: Int, reachAt: Address?) {
        self.registry = registry
        self.bucket = bucket
        self.reachAt = reachAt
    }

    /// A port for one more instance, which listens beside its predecessor; nil if there is none.
    func port(besides taken: Set<Int>) -> Int? {
        guard let first = reachAt?.port else { return LoopbackPorts.anyFree(besides: taken) }
        return [first, first + 1].first { !taken.contains($0) && LoopbackPorts.isFree($0) }
    }

    /// Where the other shop reaches an instance.
    package func reachable(_ address: Address) -> Address {
        Address(host: reachAt?.host ?? address.host, port: address.port)
    }

    /// What its instances are told besides.
    func variables(at address: Address) -> [String: String] {
        let reachable = reachable(address)
        let isLocal = ["127.0.0.1", "localhost"].contains(reachable.host)
        return [
            "SHOP_ADDRESS": isLocal ? address.description : "0.0.0.0:\(address.port)",
            "SHOP_REACHABLE": reachable.description, "SHOP_OVERRIDE_BUCKET": String(bucket),
            // Should it be killed, it is forgotten three seconds later.
            "REGISTRY_RENEWAL_SECONDS": "1",
        ]
    }
}
