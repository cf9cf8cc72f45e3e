/// Reads `Accept-Encoding` (RFC 9110, section 12.5.3).
package enum AcceptEncoding {
    /// Whether the client takes gzip and does not like it less than the plain bytes.
    package static func prefersGzip(_ header: String?) -> Bool {
        guard let header else { return false }
        var gzip: Double?
        var identity: Double?
        var any: Double?
        for element in header.split(separator: ",") {
            let parts = element.split(separator: ";", omittingEmptySubsequences: false).map(trimmed)
            switch parts.first?.lowercased() {
            case "gzip", "x-gzip": gzip = quality(parts.dropFirst())
            case "identity": identity = quality(parts.dropFirst())
            case "*": any = quality(parts.dropFirst())
            default: break
            }
        }
        let wish = gzip ?? any ?? 0
        return wish > 0 && wish >= identity ?? 0
    }

    /// The weight in a member's parameters: 1 if there is none, 0 if it is malformed.
    private static func quality(_ parameters: some Sequence<String>) -> Double {
        for parameter in parameters {
            let pair = parameter.split(separator: "=", maxSplits: 1).map { trimmed($0) }
            guard pair.first?.lowercased() == "q" else { continue }
            guard pair.count == 2, let value = Double(pair[1]), (0...1).contains(value) else { return 0 }
            return value
        }
        return 1
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        String(text.filter { $0 != " " && $0 != "\t" })
    }
}
