import Chassis
import Configuration

/// What the gateway allows from outside, and for how long.
///
/// Configuration keys (as environment variables: upper case, `_` for `.`):
/// - `gateway.maximum.connections` (int, default 4096): open connections; one more is told to come back later.
/// - `shop.overrides`, `shop.profile`: see ``OverrideSettings``.
/// - `gateway.trusted.proxies` (string, default empty): addresses, separated by commas, of the proxies in front of the
///   gateway whose `X-Forwarded-*` fields are believed.
package struct GatewaySettings: Sendable {
    package var maximumConnections = 4_096
    package var trustedProxies: Set<String> = []
    package var allowsOverrides = false

    /// Bytes of path and query.
    package var targetLimit = 4 << 10
    /// Bytes of all header fields together, of one of them, and how many there may be.
    package var headerLimit = 16 << 10
    package var fieldLimit = 8 << 10
    package var fieldCountLimit = 100
    /// Bytes of a request's body.
    package var bodyLimit = 64 << 10

    /// How long a connection may lie between two requests.
    package var idleTimeout = Duration.seconds(75)
    /// How long a request's head may take from its first byte, and its body from its head.
    package var headTimeout = Duration.seconds(10)
    package var bodyTimeout = Duration.seconds(15)
    /// How long a client may leave an answer unread.
    package var writeTimeout = Duration.seconds(30)
    /// How long a connection that is closing waits for the client to read the last answer.
    package var lingerTimeout = Duration.seconds(1)

    package init() {}

    /// - Throws: `SettingsError`.
    package init(reader: ConfigReader) throws {
        let gateway = reader.scoped(to: "gateway")
        maximumConnections = gateway.int(forKey: "maximum.connections", default: maximumConnections)
        let proxies = gateway.string(forKey: "trusted.proxies", default: "")
        allowsOverrides = try OverrideSettings(reader: reader).areAllowed
        trustedProxies = Set(proxies.split(separator: ",").map { $0.filter { $0 != " " } })
    }
}
