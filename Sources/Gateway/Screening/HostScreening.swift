import NIOHTTP1

/// Whose shop the client means: exactly one well-formed `Host` (RFC 9112, section 3.2).
package enum HostScreening {
    static func check(_ head: HTTPRequestHead) throws(Refusal) {
        let hosts = head.headers["host"]
        if hosts.isEmpty, head.version == .http1_0 { return }
        guard hosts.count == 1, let host = hosts.first, isAuthority(host) else {
            throw .malformed("There must be one well-formed Host.")
        }
    }

    /// Whether `text` is a host name, an IPv4 address or a bracketed IPv6 address, with or without a port.
    package static func isAuthority(_ text: String) -> Bool {
        guard text.utf8.count <= 255 else { return false }
        let host: Substring
        let rest: Substring
        if text.utf8.first == UInt8(ascii: "[") {
            guard let end = text.firstIndex(of: "]") else { return false }
            host = text[text.index(after: text.startIndex)..<end]
            rest = text[text.index(after: end)...]
            guard
                host.utf8.allSatisfy({ Ascii.hexValue($0) != nil || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
                )
            else { return false }
        } else {
            host = text.prefix { $0 != ":" }
            rest = text[host.endIndex...]
            guard host.utf8.allSatisfy(isNameByte) else { return false }
        }
        return !host.isEmpty && isPort(rest)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        Ascii.isLetter(byte) || Ascii.isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }

    private static func isPort(_ text: Substring) -> Bool {
        guard !text.isEmpty else { return true }
        let digits = text.dropFirst()
        return text.utf8.first == UInt8(ascii: ":") && (1...5).contains(digits.utf8.count)
            && digits.utf8.allSatisfy(Ascii.isDigit) && (Int(digits) ?? .max) <= 65_535
    }
}
