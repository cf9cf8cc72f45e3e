/// Reads the fields of one object of a catalogue. What is wrong goes into the findings and a neutral value comes back:
/// a document with findings is never used.
struct ObjectReader {
    let path: String
    let line: Int
    private let members: [String: JSONNode]

    /// - Parameter known: the fields that there are; any other is an error.
    init(_ node: JSONNode, at path: String, knowing known: [String], _ findings: inout ImportFindings) {
        self.path = path
        line = node.line
        var members: [String: JSONNode] = [:]
        if case .object(let all) = node.value {
            for member in all {
                let field = Self.join(path, member.name)
                if !known.contains(member.name) {
                    findings.add(
                        field, line: member.line, "is not known here; known are \(known.joined(separator: ", "))")
                } else if members.updateValue(member.node, forKey: member.name) != nil {
                    findings.add(field, line: member.line, "stands here a second time; keep one of them")
                }
            }
            for name in known where members[name] == nil && !Self.optional.contains(name) {
                findings.add(Self.join(path, name), line: node.line, "is missing")
            }
        } else {
            findings.add(path.isEmpty ? "document" : path, line: node.line, "must be an object, is \(node.kind)")
        }
        self.members = members
    }

    /// Fields that may be left out, as null.
    private static let optional: Set = ["windMinimum", "windMaximum", "wingspan"]

    func field(_ name: String) -> String { Self.join(path, name) }

    func line(of name: String) -> Int { members[name]?.line ?? line }

    private static func join(_ path: String, _ name: String) -> String {
        let short = name.utf8.count > 60 ? "\(name.prefix(40))…" : name
        return path.isEmpty ? short : "\(path).\(short)"
    }

    // MARK: Values

    /// Text of one line with no space around it, `length` characters long.
    func text(_ name: String, _ length: ClosedRange<Int>, _ findings: inout ImportFindings) -> String {
        guard let node = members[name] else { return "" }
        return Self.text(node, at: field(name), length, &findings)
    }

    /// Text that `isValid` accepts; `shape` says what would be right.
    func text(
        _ name: String, shape: String, _ findings: inout ImportFindings, where isValid: (String) -> Bool
    ) -> String {
        guard let node = members[name] else { return "" }
        guard case .text(let text) = node.value, isValid(text) else {
            findings.add(field(name), line: node.line, "must be \(shape), is \(Self.shown(node))")
            return ""
        }
        return text
    }

    func integer(_ name: String, _ range: ClosedRange<Int>, _ findings: inout ImportFindings) -> Int {
        guard let node = members[name] else { return range.lowerBound }
        guard case .number(let number?) = node.value, range.contains(number) else {
            let shape = "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
            findings.add(field(name), line: node.line, "\(shape), is \(Self.shown(node))")
            return range.lowerBound
        }
        return number
    }

    func optionalInteger(_ name: String, _ range: ClosedRange<Int>, _ findings: inout ImportFindings) -> Int? {
        guard let node = members[name] else { return nil }
        if case .null = node.value { return nil }
        return integer(name, range, &findings)
    }

    /// The elements of a list with their paths.
    func list(
        _ name: String, _ count: ClosedRange<Int>, _ findings: inout ImportFindings
    ) -> [(node: JSONNode, path: String)] {
        guard let node = members[name] else { return [] }
        guard case .array(let elements) = node.value else {
            findings.add(field(name), line: node.line, "must be a list, is \(node.kind)")
            return []
        }
        if !count.contains(elements.count) {
            let shape = "must have \(count.lowerBound) to \(count.upperBound) elements"
            findings.add(field(name), line: node.line, "\(shape), has \(elements.count)")
        }
        return elements.enumerated().map { ($1, "\(field(name))[\($0)]") }
    }

    func texts(
        _ name: String, _ count: ClosedRange<Int>, _ length: ClosedRange<Int>, _ findings: inout ImportFindings
    ) -> [String] {
        list(name, count, &findings).map { Self.text($0.node, at: $0.path, length, &findings) }
    }

    func object(_ name: String, knowing known: [String], _ findings: inout ImportFindings) -> ObjectReader? {
        members[name].map { ObjectReader($0, at: field(name), knowing: known, &findings) }
    }

    // MARK: Texts

    private static func text(
        _ node: JSONNode, at path: String, _ length: ClosedRange<Int>, _ findings: inout ImportFindings
    ) -> String {
        guard case .text(let text) = node.value else {
            findings.add(path, line: node.line, "must be text, is \(node.kind)")
            return ""
        }
        if !length.contains(text.count) {
            let shape = "must be \(length.lowerBound) to \(length.upperBound) characters long"
            findings.add(path, line: node.line, "\(shape), is \(text.count)")
        } else if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            findings.add(path, line: node.line, "must be one line of text without control characters")
        } else if text.first?.isWhitespace == true || text.last?.isWhitespace == true {
            findings.add(path, line: node.line, "must not begin or end with a space")
        }
        return text
    }

    /// A value as an error message quotes it.
    static func shown(_ node: JSONNode) -> String {
        switch node.value {
        case .text(let text): "\"\(text.count > 40 ? "\(text.prefix(40))…" : text)\""
        case .number(let number?): "\(number)"
        case .number(nil): "a number that is not whole"
        case .bool(let value): "\(value)"
        case .null, .object, .array: node.kind
        }
    }
}
