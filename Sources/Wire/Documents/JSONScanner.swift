/// Reads JSON as RFC 8259 has it into a tree, in one pass: UTF-8 only, nothing after the document, no name twice in an
/// object. Depth is bounded.
struct JSONScanner {
    /// The document is none, or not one that is taken.
    struct Malformed: Error {}

    private static let depthLimit = 128

    private let bytes: [UInt8]
    private var index = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    static func read(_ bytes: [UInt8]) throws(Malformed) -> JSONNode {
        var scanner = JSONScanner(bytes)
        scanner.skipSpace()
        let node = try scanner.value(depth: 0)
        scanner.skipSpace()
        guard scanner.index == bytes.count else { throw Malformed() }
        return node
    }

    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || (0x09...0x0a).contains(byte) || byte == 0x0d { index += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func need(_ character: Unicode.Scalar) throws(Malformed) {
        guard take(character) else { throw Malformed() }
    }

    private mutating func value(depth: Int) throws(Malformed) -> JSONNode {
        guard depth < Self.depthLimit, let byte = current else { throw Malformed() }
        switch byte {
        case UInt8(ascii: "{"): return .object(try members(depth: depth + 1))
        case UInt8(ascii: "["): return .list(try elements(depth: depth + 1))
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "t"): return try word("true", .truth(true))
        case UInt8(ascii: "f"): return try word("false", .truth(false))
        case UInt8(ascii: "n"): return try word("null", .nothing)
        default: return try number()
        }
    }

    private mutating func members(depth: Int) throws(Malformed) -> [String: JSONNode] {
        index += 1
        var members: [String: JSONNode] = [:]
        skipSpace()
        if take("}") { return members }
        while true {
            guard current == UInt8(ascii: "\"") else { throw Malformed() }
            let name = try text()
            skipSpace()
            try need(":")
            skipSpace()
            guard members.updateValue(try value(depth: depth), forKey: name) == nil else { throw Malformed() }
            skipSpace()
            if take("}") { return members }
            try need(",")
            skipSpace()
        }
    }

    private mutating func elements(depth: Int) throws(Malformed) -> [JSONNode] {
        index += 1
        var elements: [JSONNode] = []
        skipSpace()
        if take("]") { return elements }
        while true {
            elements.append(try value(depth: depth))
            skipSpace()
            if take("]") { return elements }
            try need(",")
            skipSpace()
        }
    }

    private mutating func word(_ word: String, _ node: JSONNode) throws(Malformed) -> JSONNode {
        guard bytes[index...].starts(with: word.utf8) else { throw Malformed() }
        index += word.utf8.count
        return node
    }

    // MARK: Text

    private mutating func text() throws(Malformed) -> String {
        index += 1
        let start = index
        while let byte = current, byte != UInt8(ascii: "\\") {
            guard byte >= 0x20 else { throw Malformed() }
            index += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: bytes[start..<(index - 1)], as: UTF8.self) }
        }
        return try escapedText(from: start)
    }

    private mutating func escapedText(from start: Int) throws(Malformed) -> String {
        var text = Array(bytes[start..<index])
        while let byte = current {
            guard byte >= 0x20 else { throw Malformed() }
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text += Array(String(try escaped()).utf8)
            default: text.append(byte)
            }
        }
        throw Malformed()
    }

    private mutating func escaped() throws(Malformed) -> Unicode.Scalar {
        guard let byte = current else { throw Malformed() }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try scalar()
        default: throw Malformed()
        }
    }

    /// What follows `\u`; a pair of surrogates is one scalar.
    private mutating func scalar() throws(Malformed) -> Unicode.Scalar {
        let unit = try codeUnit()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard unit < 0xdc00, take("\\"), take("u") else { throw Malformed() }
        let low = try codeUnit()
        guard (0xdc00...0xdfff).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(unit - 0xd800) << 10) + UInt32(low - 0xdc00))
        else { throw Malformed() }
        return scalar
    }

    private mutating func codeUnit() throws(Malformed) -> UInt16 {
        let digits = bytes[index..<min(index + 4, bytes.count)]
        guard digits.count == 4, digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw Malformed() }
        index += 4
        return unit
    }

    // MARK: Numbers

    /// Whole wherever its value is, however it is written: `1`, `1.0` and `1e0` are the same.
    private mutating func number() throws(Malformed) -> JSONNode {
        let start = index
        _ = take("-")
        if !take("0") { try digits() }
        let isInteger = current != UInt8(ascii: ".") && current != UInt8(ascii: "e") && current != UInt8(ascii: "E")
        if take(".") { try digits() }
        if take("e") || take("E") {
            _ = take("+") || take("-")
            try digits()
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isInteger, let whole = Int(text) { return .whole(whole) }
        guard let number = Double(text), number.isFinite else { throw Malformed() }
        return Int(exactly: number).map(JSONNode.whole) ?? .fraction(number)
    }

    private mutating func digits() throws(Malformed) {
        let start = index
        while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
        guard index > start else { throw Malformed() }
    }
}
