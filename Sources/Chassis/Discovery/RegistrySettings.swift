import Configuration
import Glibc
import RegistryAPI
import Wire

/// How a process stands to the registry.
///
/// Configuration keys (as environment variables: upper case, `_` for `.`):
/// - `shop.registry` (string, optional): host and port of the registry. Without it, others are found in the fleet's
///   file and nobody is told of this process.
/// - `shop.instance` (string, default made of the name, the release and the process id): this instance's id, unique in
///   the fleet.
/// - `shop.registered` (bool, default true): whether others are told of it.
/// - `shop.team` (string, default empty): the team that owns the process.
/// - `shop.share` (int, default 100): the percentage of visitors that this release is for, 0 to 100.
/// - `shop.fragments` (bool, default false): whether the process answers a fragment manifest.
/// - `shop.needs` (string, default empty): the services that it calls, separated by commas.
/// - `shop.reachable` (string, default the address where it listens): host and port where others reach the process.
/// - `shop.override.bucket` (int, optional): the one visitor whom it is for; the others never meet it.
/// - `registry.renewal.seconds` (int, default 5): how often the lease is renewed; it lasts three times as long.
package struct RegistrySettings: Sendable {
    package var registry: Address
    package var instance: String
    package var isRegistered: Bool
    package var team: String
    package var share: Int
    package var servesFragments: Bool
    package var needs: [String]
    package var reachable: Address?
    package var overrideBucket: Int?
    package var renewal: Duration

    /// Nil if there is no registry.
    /// - Throws: ``SettingsError`` that names the key that is malformed.
    package init?(reader: ConfigReader, name: String, release: String) throws {
        let shop = reader.scoped(to: "shop")
        guard let text = shop.string(forKey: "registry"), !text.isEmpty else { return nil }
        guard let address = Address(text), address.port > 0 else {
            throw SettingsError(key: "SHOP_REGISTRY", detail: "must be host:port, is \"\(text)\"")
        }
        registry = address
        instance = shop.string(forKey: "instance", default: "\(name)-\(release)-\(getpid())")
        isRegistered = shop.bool(forKey: "registered", default: true)
        team = shop.string(forKey: "team", default: "")
        share = shop.int(forKey: "share", default: 100)
        guard (0...100).contains(share) else {
            throw SettingsError(key: "SHOP_SHARE", detail: "must be 0 to 100, is \(share)")
        }
        servesFragments = shop.bool(forKey: "fragments", default: false)
        needs = shop.string(forKey: "needs", default: "").split(separator: ",").map(String.init)
        reachable = try shop.string(forKey: "reachable").map { text in
            guard let address = Address(text) else {
                throw SettingsError(key: "SHOP_REACHABLE", detail: "must be host:port, is \"\(text)\"")
            }
            return address
        }
        overrideBucket = try shop.string(forKey: "override.bucket").map { text in
            guard let bucket = ReleaseChoice.overrideBucket(text) else {
                throw SettingsError(key: "SHOP_OVERRIDE_BUCKET", detail: "is not an override's bucket")
            }
            return bucket
        }
        let seconds = reader.int(forKey: "registry.renewal.seconds", default: 5)
        guard (1...300).contains(seconds) else {
            throw SettingsError(key: "REGISTRY_RENEWAL_SECONDS", detail: "must be 1 to 300, is \(seconds)")
        }
        renewal = .seconds(seconds)
    }
}
