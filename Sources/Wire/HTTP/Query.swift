/// The items of a query string or of a posted form, in their order, decoded. Items that are not well-formed are left
/// out.
package struct Query: Sendable {
    package let items: [(name: String, value: String)]

    package init(_ text: some StringProtocol) {
        items = text.split(separator: "&").compactMap { item in
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decode(parts[0], plusIsSpace: true),
                let value = PercentEncoding.decode(parts.count > 1 ? parts[1] : "", plusIsSpace: true)
            else { return nil }
            return (name, value)
        }
    }

    /// The first value of that name.
    package subscript(_ name: String) -> String? { items.first { $0.name == name }?.value }

    /// All values of that name, separated by commas; nil if there is none or all are empty.
    package func joined(_ name: String) -> String? {
        let values = items.filter { $0.name == name && !$0.value.isEmpty }.map(\.value)
        return values.isEmpty ? nil : values.joined(separator: ",")
    }
}

/// Request cookies (RFC 6265, section 5.4).
package enum Cookies {
    /// Name to value; of two with one name the first counts.
    package static func parse(_ header: String?) -> [String: String] {
        var cookies: [String: String] = [:]
        for pair in (header ?? "").split(separator: ";") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            let name = parts[0].drop { $0 == " " }
            if cookies[String(name)] == nil { cookies[String(name)] = String(parts[1]) }
        }
        return cookies
    }
}
