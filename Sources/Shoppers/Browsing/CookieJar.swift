/// A shopper's cookies, kept and sent back as RFC 6265 says (sections 5.2 to 5.4), for one host.
package struct CookieJar: Sendable {
    private struct Key: Hashable {
        let name: String
        let path: String
    }

    private struct Cookie {
        var value: String
        /// Nil: until the browser is closed.
        var expiry: ContinuousClock.Instant?
        var order: Int
    }

    private var cookies: [Key: Cookie] = [:]
    private var taken = 0

    package init() {}

    /// Takes in the value of a `Set-Cookie` field, or what a script gives to `document.cookie`.
    /// - Parameter path: of the answer that came with it.
    package mutating func take(_ text: String, from path: String, now: ContinuousClock.Instant = .now) {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false)
        guard let (name, value) = Self.pair(parts[0]), !name.isEmpty else { return }
        var place = Self.folder(of: path)
        var expiry: ContinuousClock.Instant?
        for part in parts.dropFirst() {
            guard let (attribute, value) = Self.pair(part) else { continue }
            switch attribute.lowercased() {
            case "path" where value.hasPrefix("/"): place = value
            case "max-age":
                if let seconds = Int64(value) { expiry = now + .seconds(max(0, seconds)) }
            default: break
            }
        }
        let key = Key(name: name, path: place)
        if let expiry, expiry <= now {
            cookies[key] = nil
        } else {
            taken += 1
            cookies[key] = Cookie(value: value, expiry: expiry, order: cookies[key]?.order ?? taken)
        }
    }

    /// The `Cookie` field of a request for a path; nil if there is nothing to send.
    package func field(for path: String, now: ContinuousClock.Instant = .now) -> String? {
        let fitting = cookies.filter { Self.matches(path, $0.key.path) && $0.value.expiry.map { $0 > now } ?? true }
        guard !fitting.isEmpty else { return nil }
        let sorted = fitting.sorted {
            ($1.key.path.utf8.count, $0.value.order) < ($0.key.path.utf8.count, $1.value.order)
        }
        return sorted.map { "\($0.key.name)=\($0.value.value)" }.joined(separator: "; ")
    }

    /// `name=value`, both without spaces around them.
    private static func pair(_ text: Substring) -> (String, String)? {
        guard let equals = text.firstIndex(of: "=") else { return nil }
        return (trimmed(text[..<equals]), trimmed(text[equals...].dropFirst()))
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0 == " " || $0 == "\t" }
        let spaces = start.reversed().prefix { $0 == " " || $0 == "\t" }.count
        return String(start.dropLast(spaces))
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    private static func matches(_ path: String, _ cookiePath: String) -> Bool {
        guard path.hasPrefix(cookiePath) else { return false }
        return path.utf8.count == cookiePath.utf8.count || cookiePath.hasSuffix("/")
            || path.dropFirst(cookiePath.count).first == "/"
    }
}
