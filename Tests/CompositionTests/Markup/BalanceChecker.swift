/// Reads finished markup with rules of its own, simpler and stricter than any browser's: every tag is closed by its own
/// end tag, every attribute's value stands in double quotes, a `<` begins nothing but a tag.
struct BalanceChecker {
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    static let void: Set<Substring> = ["area", "br", "col", "hr", "img", "input", "source", "track", "wbr"]
    static let forbidden: Set<Substring> = [
        "style", "iframe", "template", "noscript", "object", "embed", "link", "meta", "base", "html", "head", "body",
        "main",
        "shop-fragment", "shop-slot", "math", "foreignobject", "frameset", "plaintext", "marquee", "nobr",
    ]

    private var rest: Substring
    private var open: [Substring] = []
    private(set) var ids: [Substring] = []

    /// - Throws: ``Fault`` for markup that is not whole, or holds what no fragment may hold.
    static func check(_ html: String) throws {
        var checker = BalanceChecker(rest: html[...])
        while let bracket = checker.rest.firstIndex(of: "<") {
            checker.rest = checker.rest[bracket...].dropFirst()
            try checker.tag()
        }
        guard checker.open.isEmpty else { throw Fault(description: "open at the end: \(checker.open)") }
    }

    private init(rest: Substring) {
        self.rest = rest
    }

    private mutating func tag() throws {
        let isEnd = rest.first == "/"
        if isEnd { rest = rest.dropFirst() }
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        guard let first = name.first, first.isLetter else {
            throw Fault(description: "a stray < before \(rest.prefix(20))")
        }
        rest = rest.dropFirst(name.count)
        if Self.forbidden.contains(name) { throw Fault(description: "<\(name)>") }
        guard !isEnd else {
            guard rest.first == ">", open.popLast() == name else {
                throw Fault(description: "</\(name)> after \(open)")
            }
            rest = rest.dropFirst()
            return
        }
        if name == "script" {
            guard rest.hasPrefix(" type=\"application/ld+json\">") else { throw Fault(description: "a script") }
        }
        while rest.first == " " { try attribute(of: name) }
        guard rest.first == ">" else { throw Fault(description: "<\(name) goes on with \(rest.prefix(20))") }
        rest = rest.dropFirst()
        if !Self.void.contains(name) { open.append(name) }
    }

    private mutating func attribute(of element: Substring) throws {
        rest = rest.dropFirst()
        let name = rest.prefix { !" =>\"'<".contains($0) }
        guard !name.isEmpty else { throw Fault(description: "<\(element) has an attribute without a name") }
        if name.hasPrefix("on") || name == "style" { throw Fault(description: "\(name) on <\(element)>") }
        rest = rest.dropFirst(name.count)
        guard rest.first == "=" else { return }
        guard rest.dropFirst().first == "\"", let end = rest.dropFirst(2).firstIndex(of: "\"") else {
            throw Fault(description: "\(name) on <\(element)> is not quoted")
        }
        let value = rest[..<end].dropFirst(2)
        if name == "id", !value.hasPrefix("§") { throw Fault(description: "the id \(value) is not the fragment's own") }
        rest = rest[rest.index(after: end)...]
    }
}
