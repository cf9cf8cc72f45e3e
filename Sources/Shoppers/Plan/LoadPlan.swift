import Wire

/// How much traffic there shall be, for how long, and of what kind.
package struct LoadPlan: Sendable {
    /// Where the shop's public entry listens.
    package var shop: Address
    /// Pages and posted forms a second. What they lead to, redirects and assets, comes on top.
    package var rate: Double
    package var duration: Duration
    /// How many people shop at the same time, once all are there.
    package var shoppers: Int
    /// Which share of them reads slowly, from 0 to 1.
    package var slowShare = 0.05
    /// The same seed makes the same journeys.
    package var seed: UInt64 = 1
    /// How long a shopper waits for an answer, whole.
    package var patience = Duration.seconds(10)

    /// - Parameter shoppers: nil for a quarter of the rate: everybody then does four things a second.
    package init(shop: Address, rate: Double, duration: Duration, shoppers: Int? = nil) {
        self.shop = shop
        self.rate = rate
        self.duration = duration
        self.shoppers = shoppers ?? max(1, min(2_000, Int((rate / 4).rounded(.up))))
    }

    /// The address in `http://HOST:PORT`, with or without a slash behind it; nil for any other text.
    package static func shop(at url: String) -> Address? {
        let scheme = "http://"
        guard url.lowercased().hasPrefix(scheme) else { return nil }
        var authority = url.dropFirst(scheme.count)
        if authority.hasSuffix("/") { authority = authority.dropLast() }
        guard !authority.isEmpty, authority.allSatisfy({ !"/?#@ ".contains($0) }) else { return nil }
        return authority.contains(":") ? Address(String(authority)) : Address(host: String(authority), port: 80)
    }
}
