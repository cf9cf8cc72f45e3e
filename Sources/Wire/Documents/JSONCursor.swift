/// Walks through the text of a JSON document (RFC 8259) a token at a time and remembers the line: what every reader of
/// JSON needs, whatever tree it makes.
package struct JSONCursor {
    package let bytes: [UInt8]
    package private(set) var line = 1
    private var index = 0

    /// - Parameter bytes: valid UTF-8.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    package var isAtEnd: Bool { index == bytes.count }

    package var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// What stands here, for an error message.
    package var here: String {
        guard let current else { return "the end of the document" }
        let character = String(decoding: bytes[index..<min(index + 4, bytes.count)], as: UTF8.self).prefix(1)
        return current < 0x20 ? "a control character" : "\"\(character)\""
    }

    package func error(_ detail: String) -> JSONSyntaxError { JSONSyntaxError(line: line, detail: detail) }

    // MARK: Punctuation and words

    package mutating func skipSpace() {
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\n"): line += 1
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
            default: return
            }
            index += 1
        }
    }

    /// Steps over a character if it stands here.
    package mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    /// Steps over one of `true`, `false` and `null`.
    package mutating func word(_ word: StaticString) throws(JSONSyntaxError) {
        let isHere = word.withUTF8Buffer { bytes[index...].starts(with: $0) }
        guard isHere else { throw error("has \(here) where a value should be") }
        index += word.utf8CodeUnitCount
    }

    // MARK: Text

    /// A string of section 7, from its opening quote.
    package mutating func string() throws(JSONSyntaxError) -> String {
        index += 1
        var text: [UInt8] = []
        var plain = index
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                defer { index += 1 }
                guard !text.isEmpty else { return String(decoding: bytes[plain..<index], as: UTF8.self) }
                return String(decoding: text + bytes[plain..<index], as: UTF8.self)
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

    private mutating func escaped() throws(JSONSyntaxError) -> Unicode.Scalar {
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
    private mutating func scalar() throws(JSONSyntaxError) -> Unicode.Scalar {
        let unit = try codeUnit()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard unit < 0xDC00, take("\\"), take("u") else { throw error("has half a surrogate pair inside a text") }
        let low = try codeUnit()
        guard (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(unit - 0xD800) << 10) + UInt32(low - 0xDC00))
        else { throw error("has half a surrogate pair inside a text") }
        return scalar
    }

    private mutating func codeUnit() throws(JSONSyntaxError) -> UInt16 {
        let digits = bytes[index..<min(index + 4, bytes.count)]
        guard digits.count == 4, digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw error("has \\u without four hexadecimal digits inside a text") }
        index += 4
        return unit
    }

    // MARK: Numbers

    /// A number of section 6, as it is written.
    /// - Returns: its text, and whether it is written without a point and an exponent.
    package mutating func number() throws(JSONSyntaxError) -> (text: String, isInteger: Bool) {
        let start = index
        var isInteger = true
        _ = take("-")
        if !take("0") { try digits() }
        if take(".") {
            isInteger = false
            try digits()
        }
        if take("e") || take("E") {
            isInteger = false
            _ = take("+") || take("-")
            try digits()
        }
        return (String(decoding: bytes[start..<index], as: UTF8.self), isInteger)
    }

    private mutating func digits() throws(JSONSyntaxError) {
        let start = index
        while let byte = current, Self.isDigit(byte) { index += 1 }
        guard index > start else { throw error("has \(here) where a digit should be") }
    }

    package static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

/// Why a document is not JSON, or not JSON that is taken.
package struct JSONSyntaxError: Error, Equatable {
    /// 1 at the top.
    package let line: Int
    /// As the end of a sentence: "has a control character inside a text".
    package let detail: String

    package init(line: Int, detail: String) {
        self.line = line
        self.detail = detail
    }
}
