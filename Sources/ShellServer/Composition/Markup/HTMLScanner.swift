/// Cuts HTML into tags and text as the HTML Standard's tokenizer does (section 13.2.5), as far as balancing and
/// checking need it. It never fails: what is cut off at the end is said by ``isTruncated``.
struct HTMLScanner {
    struct Attribute {
        /// Lower case.
        let name: String
        /// As it stands in the source, character references unresolved; nil if there is none.
        let value: Range<Int>?
    }

    struct Tag {
        /// Lower case.
        let name: String
        let attributes: [Attribute]
        let isSelfClosing: Bool
        let source: Range<Int>
    }

    enum Token {
        case text(Range<Int>)
        case start(Tag)
        case end(name: String)
        case comment
        /// A declaration or a processing instruction.
        case other
    }

    let bytes: [UInt8]
    private(set) var position = 0
    /// Whether the source ended within a tag, a comment or an element whose content is raw text.
    private(set) var isTruncated = false

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func next() -> Token? {
        guard position < bytes.count else { return nil }
        let start = position
        if bytes[start] != .lessThan || !opensMarkup(at: start) {
            position += 1
            while position < bytes.count, bytes[position] != .lessThan || !opensMarkup(at: position) { position += 1 }
            return .text(start..<position)
        }
        switch bytes[start + 1] {
        case .slash: return endTag(from: start)
        case .exclamation, .question: return skipOther(from: start)
        default: return startTag(from: start)
        }
    }

    /// The raw content up to `</name`, which is left for ``next()``; nil, and truncated, if that never comes.
    mutating func rawText(until name: String) -> Range<Int>? {
        let start = position
        let wanted = Array(name.utf8)
        while position < bytes.count {
            if bytes[position] == .lessThan, position + 1 < bytes.count, bytes[position + 1] == .slash,
                matches(wanted, at: position + 2), isNameEnd(position + 2 + wanted.count)
            {
                return start..<position
            }
            position += 1
        }
        isTruncated = true
        return nil
    }

    // MARK: Kinds of markup

    /// A `<` begins markup before a letter, `/letter`, `!` or `?`; elsewhere it is text.
    private func opensMarkup(at index: Int) -> Bool {
        guard index + 1 < bytes.count else { return false }
        let next = bytes[index + 1]
        if next == .exclamation || next == .question || next.isLetter { return true }
        return next == .slash && index + 2 < bytes.count && bytes[index + 2].isLetter
    }

    /// An end tag's attributes mean nothing, but a `>` within their quotes does not end it.
    private mutating func endTag(from start: Int) -> Token? {
        position = start + 2
        let name = readName()
        skipAttributes()
        return finishTag() ? .end(name: name) : nil
    }

    private mutating func skipAttributes() {
        while position < bytes.count, bytes[position] != .greaterThan {
            if bytes[position].isSpace || bytes[position] == .slash { position += 1 } else { _ = readAttribute() }
        }
    }

    /// A comment, or what a browser takes for one, up to its end.
    private mutating func skipOther(from start: Int) -> Token? {
        guard matches(Self.commentStart, at: start) else { return skip(through: Self.tagEnds, .other) }
        position = start + Self.commentStart.count
        for abrupt in Self.abruptEnds where matches(abrupt, at: position) {
            position += abrupt.count
            return .comment
        }
        return skip(through: Self.commentEnds, .comment)
    }

    private mutating func skip(through ends: [[UInt8]], _ token: Token) -> Token? {
        while position < bytes.count {
            for end in ends where matches(end, at: position) {
                position += end.count
                return token
            }
            position += 1
        }
        isTruncated = true
        return nil
    }

    private static let commentStart = Array("<!--".utf8)
    private static let abruptEnds = [Array(">".utf8), Array("->".utf8)]
    private static let commentEnds = [Array("-->".utf8), Array("--!>".utf8)]
    private static let tagEnds = [Array(">".utf8)]

    private mutating func startTag(from start: Int) -> Token? {
        position = start + 1
        let name = readName()
        var attributes: [Attribute] = []
        var isSelfClosing = false
        while position < bytes.count, bytes[position] != .greaterThan {
            if bytes[position].isSpace {
                position += 1
            } else if bytes[position] == .slash {
                position += 1
                isSelfClosing = position < bytes.count && bytes[position] == .greaterThan
            } else {
                attributes.append(readAttribute())
            }
        }
        guard finishTag() else { return nil }
        return .start(Tag(name: name, attributes: attributes, isSelfClosing: isSelfClosing, source: start..<position))
    }

    private mutating func finishTag() -> Bool {
        guard position < bytes.count else {
            isTruncated = true
            return false
        }
        position += 1
        return true
    }

    // MARK: Names and values

    private mutating func readName() -> String {
        let start = position
        while position < bytes.count, !isNameEnd(position) { position += 1 }
        return lowercased(start..<position)
    }

    private mutating func readAttribute() -> Attribute {
        let start = position
        if bytes[position] == .equals { position += 1 }
        while position < bytes.count, bytes[position] != .equals, !isNameEnd(position) { position += 1 }
        let name = lowercased(start..<position)
        var ahead = position
        while ahead < bytes.count, bytes[ahead].isSpace { ahead += 1 }
        guard ahead < bytes.count, bytes[ahead] == .equals else { return Attribute(name: name, value: nil) }
        position = ahead + 1
        while position < bytes.count, bytes[position].isSpace { position += 1 }
        return Attribute(name: name, value: readValue())
    }

    private mutating func readValue() -> Range<Int> {
        guard position < bytes.count else { return position..<position }
        let quote = bytes[position]
        if quote == .doubleQuote || quote == .singleQuote {
            let start = position + 1
            position = start
            while position < bytes.count, bytes[position] != quote { position += 1 }
            let value = start..<position
            if position < bytes.count { position += 1 }
            return value
        }
        let start = position
        while position < bytes.count, !bytes[position].isSpace, bytes[position] != .greaterThan { position += 1 }
        return start..<position
    }

    private func isNameEnd(_ index: Int) -> Bool {
        guard index < bytes.count else { return true }
        return bytes[index].isSpace || bytes[index] == .slash || bytes[index] == .greaterThan
    }

    private func matches(_ text: [UInt8], at index: Int) -> Bool {
        guard index + text.count <= bytes.count else { return false }
        for (offset, byte) in text.enumerated() where bytes[index + offset].lowercased != byte { return false }
        return true
    }

    private func lowercased(_ range: Range<Int>) -> String {
        String(decoding: bytes[range].map(\.lowercased), as: UTF8.self)
    }
}

extension UInt8 {
    static let lessThan = UInt8(ascii: "<")
    static let greaterThan = UInt8(ascii: ">")
    static let slash = UInt8(ascii: "/")
    static let equals = UInt8(ascii: "=")
    static let exclamation = UInt8(ascii: "!")
    static let question = UInt8(ascii: "?")
    static let hash = UInt8(ascii: "#")
    static let doubleQuote = UInt8(ascii: "\"")
    static let singleQuote = UInt8(ascii: "'")

    var isSpace: Bool { self == 0x20 || (0x09...0x0d).contains(self) && self != 0x0b }
    var isLetter: Bool { (0x61...0x7a).contains(lowercased) }
    var lowercased: UInt8 { (0x41...0x5a).contains(self) ? self | 0x20 : self }
}
