extension JSONReader {
    /// A string of RFC 8259, section 7, from its opening quote.
    mutating func string() throws -> String {
        index += 1
        var text: [UInt8] = []
        var plain = index
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                text += bytes[plain..<index]
                index += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                text += bytes[plain..<index]
                index += 1
                text += Array(String(try escaped()).utf8)
                plain = index
            case 0..<0x20: throw error("has a control character inside a text; write \\n, \\t or \\u00xx")
            default: index += 1
            }
        }
        throw error("ends inside a text")
    }

    private mutating func escaped() throws -> Unicode.Scalar {
        guard let byte = current else { throw error("ends inside a text") }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try scalar()
        default: throw error("has an unknown escape inside a text; known are \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u")
        }
    }

    /// What follows `\u`; a pair of surrogates is one scalar.
    private mutating func scalar() throws -> Unicode.Scalar {
        let unit = try codeUnit()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard unit < 0xDC00, take("\\"), take("u") else { throw error("has half a surrogate pair inside a text") }
        let low = try codeUnit()
        guard (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(unit - 0xD800) << 10) + UInt32(low - 0xDC00))
        else { throw error("has half a surrogate pair inside a text") }
        return scalar
    }

    private mutating func codeUnit() throws -> UInt16 {
        let digits = bytes[index..<min(index + 4, bytes.count)]
        guard digits.count == 4, digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw error("has \\u without four hexadecimal digits inside a text") }
        index += 4
        return unit
    }

    /// A number of RFC 8259, section 6; nil if it is not a whole number that fits.
    mutating func number() throws -> Int? {
        let start = index
        _ = take("-")
        if !take("0") {
            guard skipDigits() else { throw error("has \(here) where a digit should be") }
        }
        var isWhole = true
        if take(".") {
            isWhole = false
            guard skipDigits() else { throw error("has \(here) where a digit should be") }
        }
        if take("e") || take("E") {
            isWhole = false
            _ = take("+") || take("-")
            guard skipDigits() else { throw error("has \(here) where a digit should be") }
        }
        return isWhole ? Int(String(decoding: bytes[start..<index], as: UTF8.self)) : nil
    }

    private mutating func skipDigits() -> Bool {
        let start = index
        while let byte = current, Self.isDigit(byte) { index += 1 }
        return index > start
    }
}
