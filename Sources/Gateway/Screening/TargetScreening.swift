/// What may stand on the request line: a path from the root and a query, well-formed, saying nothing hidden.
package enum TargetScreening {
    /// The path of a good target.
    package static func path(of target: String) throws(Refusal) -> Substring {
        guard target.utf8.first == UInt8(ascii: "/"), !isElsewhere(target) else {
            throw .malformed("The address must be a path.")
        }
        guard target.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }) else {
            throw .malformed("The address holds characters that must be percent-encoded.")
        }
        let path = target.prefix { $0 != "?" }
        guard target.utf8.contains(UInt8(ascii: "%")) || target.utf8.contains(UInt8(ascii: ".")) || hasBackslash(path)
        else { return path }
        let decoded = try decode(path.utf8)
        guard String(validating: decoded, as: UTF8.self) != nil else {
            throw .malformed("The path is not valid UTF-8.")
        }
        let segments = decoded.split { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
        guard !segments.contains(where: { $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }) else {
            throw .malformed("The path must not climb.")
        }
        _ = try decode(target.utf8.dropFirst(path.utf8.count))
        return path
    }

    /// As a link, `//host` is another site's address, and browsers read `/\\host` as the same.
    private static func isElsewhere(_ target: String) -> Bool { target.hasPrefix("//") || target.hasPrefix("/\\") }

    private static func hasBackslash(_ path: Substring) -> Bool { path.utf8.contains(UInt8(ascii: "\\")) }

    /// The bytes behind percent-encoded text.
    private static func decode(_ text: some Sequence<UInt8>) throws(Refusal) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text.makeIterator()
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.next().flatMap(Ascii.hexValue), let low = rest.next().flatMap(Ascii.hexValue) else {
                throw .malformed("The address holds a broken percent-encoding.")
            }
            let value = high << 4 | low
            guard value != 0 else { throw .malformed("The address holds a zero byte.") }
            bytes.append(value)
        }
        return bytes
    }
}

/// Classes of ASCII characters.
enum Ascii {
    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
