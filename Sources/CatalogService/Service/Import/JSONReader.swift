/// Reads JSON strictly as RFC 8259 has it and remembers lines: UTF-8 only, no byte order mark, no trailing comma, no
/// comment, nothing after the document. Depth and number of values are bounded. Repeated names in an object are left in
/// the tree, for whoever knows the object's path to refuse.
struct JSONReader {
    static let depthLimit = 32
    static let valueLimit = 500_000

    let bytes: [UInt8]
    var index = 0
    var line = 1
    private var values = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// - Throws: ``JSONSyntaxError`` for the first thing that is wrong.
    static func read(_ bytes: [UInt8]) throws -> JSONNode {
        if let bad = firstInvalidUTF8(bytes) {
            let line = 1 + bytes[..<bad].count { $0 == UInt8(ascii: "\n") }
            throw JSONSyntaxError(line: line, detail: "is not valid UTF-8; save the file as UTF-8")
        }
        guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]) else {
            throw JSONSyntaxError(line: 1, detail: "begins with a byte order mark; save the file as UTF-8 without one")
        }
        var reader = JSONReader(bytes)
        reader.skipSpace()
        let node = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.index == bytes.count else { throw reader.error("has something after the end of the document") }
        return node
    }

    func error(_ detail: String) -> JSONSyntaxError { JSONSyntaxError(line: line, detail: detail) }

    var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// What stands here, for an error message.
    var here: String {
        guard let current else { return "the end of the document" }
        let character = String(decoding: bytes[index..<min(index + 4, bytes.count)], as: UTF8.self).prefix(1)
        return current < 0x20 ? "a control character" : "\"\(character)\""
    }

    private mutating func skipSpace() {
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\n"):
                line += 1
                index += 1
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): index += 1
            default: return
            }
        }
    }

    private mutating func value(depth: Int) throws -> JSONNode {
        guard depth < Self.depthLimit else { throw error("is nested deeper than \(Self.depthLimit) levels") }
        values += 1
        guard values <= Self.valueLimit else { throw error("has more than \(Self.valueLimit) values") }
        let start = line
        switch current {
        case UInt8(ascii: "{"): return JSONNode(line: start, value: .object(try members(depth: depth)))
        case UInt8(ascii: "["): return JSONNode(line: start, value: .array(try elements(depth: depth)))
        case UInt8(ascii: "\""): return JSONNode(line: start, value: .text(try string()))
        case UInt8(ascii: "t"): return JSONNode(line: start, value: try word("true", .bool(true)))
        case UInt8(ascii: "f"): return JSONNode(line: start, value: try word("false", .bool(false)))
        case UInt8(ascii: "n"): return JSONNode(line: start, value: try word("null", .null))
        case let byte? where byte == UInt8(ascii: "-") || Self.isDigit(byte):
            return JSONNode(line: start, value: .number(try number()))
        default: throw error("has \(here) where a value should be")
        }
    }

    private mutating func members(depth: Int) throws -> [JSONNode.Member] {
        index += 1
        var members: [JSONNode.Member] = []
        skipSpace()
        if take("}") { return members }
        while true {
            guard current == UInt8(ascii: "\"") else { throw error("has \(here) where a quoted name should be") }
            let start = line
            let name = try string()
            skipSpace()
            guard take(":") else { throw error("has \(here) where the \":\" after \"\(name.prefix(40))\" should be") }
            skipSpace()
            members.append(JSONNode.Member(name: name, line: start, node: try value(depth: depth + 1)))
            skipSpace()
            if take("}") { return members }
            guard take(",") else { throw error("has \(here) where a \",\" or \"}\" should be") }
            skipSpace()
        }
    }

    private mutating func elements(depth: Int) throws -> [JSONNode] {
        index += 1
        var elements: [JSONNode] = []
        skipSpace()
        if take("]") { return elements }
        while true {
            elements.append(try value(depth: depth + 1))
            skipSpace()
            if take("]") { return elements }
            guard take(",") else { throw error("has \(here) where a \",\" or \"]\" should be") }
            skipSpace()
        }
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func word(_ text: String, _ value: JSONNode.Value) throws -> JSONNode.Value {
        guard bytes[index...].starts(with: text.utf8) else { throw error("has \(here) where a value should be") }
        index += text.utf8.count
        return value
    }

    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func firstInvalidUTF8(_ bytes: [UInt8]) -> Int? {
        guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var offset = 0
        while case .scalarValue(let scalar) = decoder.decode(&iterator) { offset += UTF8.width(scalar) }
        return min(offset, bytes.count)
    }
}
