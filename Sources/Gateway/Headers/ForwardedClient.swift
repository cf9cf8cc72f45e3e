import HTTPTypes
import Wire

/// Who asked, by which scheme and for which host: what a proxy in front of the gateway says if it is a trusted one,
/// else what the connection shows.
package struct ForwardedClient: Sendable, Hashable {
    package var addresses: String
    package var scheme: String
    package var host: String

    package init(
        _ fields: HTTPFields, peer: String?, authority: String?, trusted: Set<String>
    ) {
        let peer = peer ?? "unknown"
        addresses = peer
        scheme = "http"
        host = authority ?? ""
        guard trusted.contains(peer) else { return }
        if let before = fields[.forwardedFor], !before.isEmpty { addresses = "\(before), \(peer)" }
        if fields[.forwardedProto]?.lowercased() == "https" { scheme = "https" }
        if let named = fields[.forwardedHost], HostScreening.isAuthority(named) { host = named }
    }

    package func add(to fields: inout HTTPFields) {
        fields[.forwardedFor] = addresses
        fields[.forwardedProto] = scheme
        fields[.forwardedHost] = host
    }
}
