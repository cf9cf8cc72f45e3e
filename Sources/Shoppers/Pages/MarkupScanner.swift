/// Goes through the tags of an HTML document, as far as a shopper must understand them: names, attributes, and the text
/// of scripts, in which nothing is a tag.
struct MarkupScanner {
    struct Tag {
        /// In lower case.
        let name: String
        let attributes: [(name: String, value: String)]
        /// Where the text behind it begins.
        let end: Int

        subscript(_ name: String) -> String? { attributes.first { $0.name == name }?.value }
    }

    let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The next start tag; nil at the end, also at one within a tag.
    mutating func next() -> Tag? {
        while let open = index(of: UInt8(ascii: "<"), from: position) {
            position = open + 1
            guard position < bytes.count else { return nil }
            if matches("!--") {
                guard let end = find("-->", from: position) else { return nil }
                position = end + 3
            } else if Self.isLetter(bytes[position]) {
                guard let tag = readTag() else { return nil }
                if tag.name == "script" || tag.name == "style" {
                    position = find("</\(tag.name)", from: position) ?? bytes.count
                }
                return tag
            }
        }
        return nil
    }

    /// The text between two places.
    func text(from start: Int, to end: Int) -> String {
        String(decoding: bytes[start..<max(start, min(end, bytes.count))], as: UTF8.self)
    }

    /// The text from `start` up to the next tag.
    func text(from start: Int) -> String {
        text(from: start, to: index(of: UInt8(ascii: "<"), from: start) ?? bytes.count)
    }

    // MARK: Tags

    private mutating func readTag() -> Tag? {
        let start = position
        while position < bytes.count, !Self.endsName(bytes[position]) { position += 1 }
        let name = lowercased(start, position)
        var attributes: [(String, String)] = []
        while true {
            skipSpace()
            guard position < bytes.count else { return nil }
            if bytes[position] == UInt8(ascii: ">") {
                position += 1
                return Tag(name: name, attributes: attributes, end: position)
            }
            if bytes[position] == UInt8(ascii: "/") {
                position += 1
            } else {
                guard let attribute = readAttribute() else { return nil }
                attributes.append(attribute)
            }
        }
    }

    private mutating func readAttribute() -> (String, String)? {
        let start = position
        position += 1
        while position < bytes.count, !Self.endsName(bytes[position]), bytes[position] != UInt8(ascii: "=") {
            position += 1
        }
        let name = lowercased(start, position)
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "=") else { return (name, "") }
        position += 1
        skipSpace()
        guard position < bytes.count else { return nil }
        let quote = bytes[position]
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            guard let end = index(of: quote, from: position + 1) else { return nil }
            defer { position = end + 1 }
            return (name, Self.decoded(text(from: position + 1, to: end)))
        }
        let valueStart = position
        while position < bytes.count, !Self.isSpace(bytes[position]), bytes[position] != UInt8(ascii: ">") {
            position += 1
        }
        return (name, Self.decoded(text(from: valueStart, to: position)))
    }

    /// Character references as our templates write them.
    static func decoded(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        var result = text
        for (reference, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
            result = result.split(separator: reference, omittingEmptySubsequences: false).joined(separator: character)
        }
        return result
    }

    // MARK: Bytes

    private func index(of byte: UInt8, from start: Int) -> Int? {
        var index = start
        while index < bytes.count {
            if bytes[index] == byte { return index }
            index += 1
        }
        return nil
    }

    private func matches(_ text: StaticString, at place: Int? = nil) -> Bool { matches("\(text)".utf8, at: place) }

    private func matches(_ text: some Collection<UInt8>, at place: Int? = nil) -> Bool {
        let place = place ?? position
        return place + text.count <= bytes.count && bytes[place..<place + text.count].elementsEqual(text)
    }

    func find(_ text: String, from start: Int) -> Int? {
        let wanted = Array(text.utf8)
        var place = start
        while let found = index(of: wanted[0], from: place) {
            if matches(wanted, at: found) { return found }
            place = found + 1
        }
        return nil
    }

    private mutating func skipSpace() {
        while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
    }

    private func lowercased(_ start: Int, _ end: Int) -> String {
        String(decoding: bytes[start..<end].lazy.map { (65...90).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) }

    private static func endsName(_ byte: UInt8) -> Bool {
        isSpace(byte) || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/")
    }
}
