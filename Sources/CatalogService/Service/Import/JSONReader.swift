import Wire

/// Reads JSON strictly as RFC 8259 has it and remembers lines: UTF-8 only, no byte order mark, no trailing comma, no
/// comment, nothing after the document. Depth and number of values are bounded. Repeated names in an object are left in
/// the tree, for whoever knows the object's path to refuse.
struct JSONReader {
    static let depthLimit = 32
    static let valueLimit = 500_000

    private var cursor: JSONCursor
    private var values = 0

    private init(_ bytes: [UInt8]) {
        cursor = JSONCursor(bytes)
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
        reader.cursor.skipSpace()
        let node = try reader.value(depth: 0)
        reader.cursor.skipSpace()
        guard reader.cursor.isAtEnd else { throw reader.cursor.error("has something after the end of the document") }
        return node
    }

    private mutating func value(depth: Int) throws -> JSONNode {
        guard depth < Self.depthLimit else { throw cursor.error("is nested deeper than \(Self.depthLimit) levels") }
        values += 1
        guard values <= Self.valueLimit else { throw cursor.error("has more than \(Self.valueLimit) values") }
        let start = cursor.line
        switch cursor.current {
        case UInt8(ascii: "{"): return JSONNode(line: start, value: .object(try members(depth: depth)))
        case UInt8(ascii: "["): return JSONNode(line: start, value: .array(try elements(depth: depth)))
        case UInt8(ascii: "\""): return JSONNode(line: start, value: .text(try cursor.string()))
        case UInt8(ascii: "t"): return JSONNode(line: start, value: try word("true", .bool(true)))
        case UInt8(ascii: "f"): return JSONNode(line: start, value: try word("false", .bool(false)))
        case UInt8(ascii: "n"): return JSONNode(line: start, value: try word("null", .null))
        case let byte? where byte == UInt8(ascii: "-") || JSONCursor.isDigit(byte):
            return JSONNode(line: start, value: .number(try number()))
        default: throw cursor.error("has \(cursor.here) where a value should be")
        }
    }

    private mutating func members(depth: Int) throws -> [JSONNode.Member] {
        _ = cursor.take("{")
        var members: [JSONNode.Member] = []
        cursor.skipSpace()
        if cursor.take("}") { return members }
        while true {
            guard cursor.current == UInt8(ascii: "\"") else {
                throw cursor.error("has \(cursor.here) where a quoted name should be")
            }
            let start = cursor.line
            let name = try cursor.string()
            cursor.skipSpace()
            guard cursor.take(":") else {
                throw cursor.error("has \(cursor.here) where the \":\" after \"\(name.prefix(40))\" should be")
            }
            cursor.skipSpace()
            members.append(JSONNode.Member(name: name, line: start, node: try value(depth: depth + 1)))
            cursor.skipSpace()
            if cursor.take("}") { return members }
            guard cursor.take(",") else { throw cursor.error("has \(cursor.here) where a \",\" or \"}\" should be") }
            cursor.skipSpace()
        }
    }

    private mutating func elements(depth: Int) throws -> [JSONNode] {
        _ = cursor.take("[")
        var elements: [JSONNode] = []
        cursor.skipSpace()
        if cursor.take("]") { return elements }
        while true {
            elements.append(try value(depth: depth + 1))
            cursor.skipSpace()
            if cursor.take("]") { return elements }
            guard cursor.take(",") else { throw cursor.error("has \(cursor.here) where a \",\" or \"]\" should be") }
            cursor.skipSpace()
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONNode.Value) throws -> JSONNode.Value {
        try cursor.word(word)
        return value
    }

    /// Nil if it is not a whole number that fits.
    private mutating func number() throws -> Int? {
        let (text, isInteger) = try cursor.number()
        return isInteger ? Int(text) : nil
    }

    private static func firstInvalidUTF8(_ bytes: [UInt8]) -> Int? {
        guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var offset = 0
        while case .scalarValue(let scalar) = decoder.decode(&iterator) { offset += UTF8.width(scalar) }
        return min(offset, bytes.count)
    }
}
