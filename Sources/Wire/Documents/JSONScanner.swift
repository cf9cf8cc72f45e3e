/// Reads JSON as RFC 8259 has it into a tree, in one pass: nothing after the document, no name twice in an object.
/// Depth is bounded.
struct JSONScanner {
    private static let depthLimit = 128

    private var cursor: JSONCursor

    /// - Parameter bytes: valid UTF-8.
    static func read(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONNode {
        var scanner = JSONScanner(cursor: JSONCursor(bytes))
        scanner.cursor.skipSpace()
        let node = try scanner.value(depth: 0)
        scanner.cursor.skipSpace()
        guard scanner.cursor.isAtEnd else { throw scanner.cursor.error("has something after the end of the document") }
        return node
    }

    private mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONNode {
        guard depth < Self.depthLimit else {
            throw cursor.error("is nested deeper than \(Self.depthLimit) levels")
        }
        switch cursor.current {
        case UInt8(ascii: "{"): return .object(try members(depth: depth + 1))
        case UInt8(ascii: "["): return .list(try elements(depth: depth + 1))
        case UInt8(ascii: "\""): return .text(try cursor.string())
        case UInt8(ascii: "t"): return try word("true", .truth(true))
        case UInt8(ascii: "f"): return try word("false", .truth(false))
        case UInt8(ascii: "n"): return try word("null", .nothing)
        default: return try number()
        }
    }

    private mutating func members(depth: Int) throws(JSONSyntaxError) -> [String: JSONNode] {
        _ = cursor.take("{")
        var members: [String: JSONNode] = [:]
        cursor.skipSpace()
        if cursor.take("}") { return members }
        while true {
            guard cursor.current == UInt8(ascii: "\"") else { throw unexpected("a quoted name") }
            let name = try cursor.string()
            cursor.skipSpace()
            guard cursor.take(":") else { throw unexpected("a \":\"") }
            cursor.skipSpace()
            guard members.updateValue(try value(depth: depth), forKey: name) == nil else {
                throw cursor.error("has \"\(name.prefix(40))\" twice in one object")
            }
            cursor.skipSpace()
            if cursor.take("}") { return members }
            guard cursor.take(",") else { throw unexpected("a \",\" or \"}\"") }
            cursor.skipSpace()
        }
    }

    private mutating func elements(depth: Int) throws(JSONSyntaxError) -> [JSONNode] {
        _ = cursor.take("[")
        var elements: [JSONNode] = []
        cursor.skipSpace()
        if cursor.take("]") { return elements }
        while true {
            elements.append(try value(depth: depth))
            cursor.skipSpace()
            if cursor.take("]") { return elements }
            guard cursor.take(",") else { throw unexpected("a \",\" or \"]\"") }
            cursor.skipSpace()
        }
    }

    private func unexpected(_ wanted: String) -> JSONSyntaxError {
        cursor.error("has \(cursor.here) where \(wanted) should be")
    }

    private mutating func word(_ word: StaticString, _ node: JSONNode) throws(JSONSyntaxError) -> JSONNode {
        try cursor.word(word)
        return node
    }

    /// Whole wherever its value is, however it is written: `1`, `1.0` and `1e0` are the same.
    private mutating func number() throws(JSONSyntaxError) -> JSONNode {
        let (text, isInteger) = try cursor.number()
        if isInteger, let whole = Int(text) { return .whole(whole) }
        guard let number = Double(text), number.isFinite else { throw cursor.error("has a number that is too large") }
        return Int(exactly: number).map(JSONNode.whole) ?? .fraction(number)
    }
}
