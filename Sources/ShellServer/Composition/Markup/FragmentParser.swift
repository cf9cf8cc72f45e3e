import NIOCore

/// Turns what a fragment server sent into a ``PreparedFragment``: balanced, its ids its own, what it may not contain
/// dropped and reported.
package struct FragmentParser {
    /// Why markup is not placed at all.
    package enum Fault: Error, Sendable, Hashable {
        /// It ends within a tag, a comment or raw text: a part is missing.
        case truncated
        case notUTF8
        case tooDeep
    }

    private static let depthLimit = 200

    private var scanner: HTMLScanner
    private var output = MarkupOutput()
    private var open: [String] = []
    private var complaints: [String] = []
    private var containsForm = false
    /// The placeholder whose fallback is being read: its tag and how many elements were open around it.
    private var placeholder: (name: String, inputs: [String: String], depth: Int, outer: MarkupOutput)?

    /// - Throws: ``Fault``.
    package static func parse(_ body: ByteBuffer) throws(Fault) -> PreparedFragment {
        let bytes = Array(body.readableBytesView)
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
        var parser = FragmentParser(scanner: HTMLScanner(bytes))
        try parser.run()
        return parser.output.finished(complaints: parser.complaints, containsForm: parser.containsForm)
    }

    private init(scanner: HTMLScanner) {
        self.scanner = scanner
    }

    private mutating func run() throws(Fault) {
        while let token = scanner.next() {
            switch token {
            case .text(let range): output.append(scanner.bytes[range])
            case .start(let tag): try start(tag)
            case .end(let name): end(name)
            case .other(let range):
                if !scanner.bytes[range].starts(with: Array("<!--".utf8)) { complain("a declaration or instruction was dropped") }
            }
        }
        guard !scanner.isTruncated else { throw .truncated }
        while let name = open.popLast() { close(name, isImplied: true) }
        finishPlaceholder()
    }

    // MARK: Tags

    private mutating func start(_ tag: HTMLScanner.Tag) throws(Fault) {
        if tag.name == "shop-fragment" { return beginPlaceholder(tag) }
        if tag.name == "script", isData(tag) { return copyData(tag) }
        if MarkupPolicy.droppedRaw.contains(tag.name), !isInSVG || tag.name != "title" { return dropRaw(tag.name) }
        if MarkupPolicy.droppedWhole.contains(tag.name) { return dropWhole(tag) }
        guard !MarkupPolicy.droppedTag.contains(tag.name), isWellFormed(tag.name) else {
            return complain("<\(tag.name)> was dropped")
        }
        if let needed = MarkupPolicy.requiredAncestor[tag.name], !open.contains(where: needed.contains) {
            return complain("<\(tag.name)> was dropped: it needs \(needed.sorted().joined(separator: " or ")) around it")
        }
        while let current = open.last, MarkupPolicy.closes(tag.name, current: current) { end(current) }
        if tag.name == "form" {
            guard !open.contains("form") else { return complain("<form> inside a form was dropped") }
            containsForm = true
        }
        write(tag)
        let isVoid = MarkupPolicy.void.contains(tag.name) || (tag.isSelfClosing && (isInSVG || tag.name == "svg"))
        if !isVoid {
            open.append(tag.name)
            guard open.count <= Self.depthLimit else { throw .tooDeep }
        }
        if tag.name == "textarea" { copyTextarea() }
    }

    private mutating func end(_ name: String) {
        if name == "shop-fragment" {
            if let placeholder {
                while open.count > placeholder.depth, let inner = open.popLast() { close(inner, isImplied: true) }
            }
            return finishPlaceholder()
        }
        let floor = placeholder?.depth ?? 0
        guard let index = open.lastIndex(of: name), index >= floor else {
            if isWellFormed(name), !MarkupPolicy.droppedTag.contains(name) { complain("</\(name)> closes nothing") }
            return
        }
        while open.count > index + 1, let inner = open.popLast() { close(inner, isImplied: true) }
        open.removeLast()
        close(name, isImplied: false)
    }

    private mutating func close(_ name: String, isImplied: Bool) {
        if isImplied, !MarkupPolicy.optionalEnd.contains(name) { complain("<\(name)> was not closed") }
        output.append("</\(name)>".utf8)
    }

    private mutating func write(_ tag: HTMLScanner.Tag) {
        output.append("<\(tag.name)".utf8)
        var seen: Set<String> = []
        for attribute in tag.attributes where seen.insert(attribute.name).inserted { write(attribute, of: tag.name) }
        output.append((tag.isSelfClosing && isInSVG ? "/>" : ">").utf8)
    }

    private mutating func write(_ attribute: HTMLScanner.Attribute, of element: String) {
        let name = attribute.name
        guard MarkupPolicy.allows(attribute: name) else { return complain("\(name) on <\(element)> was dropped") }
        guard let range = attribute.value else { return output.append(" \(name)".utf8) }
        let value = scanner.bytes[range]
        if MarkupPolicy.links.contains(name), !MarkupPolicy.allows(link: value, on: element) {
            return complain("\(name) on <\(element)> was dropped: it is no harmless address")
        }
        output.append(" \(name)=\"".utf8)
        if name == "id" {
            output.id(String(decoding: value, as: UTF8.self))
        } else if MarkupPolicy.references.contains(name) {
            output.references(String(decoding: value, as: UTF8.self))
        } else if name.hasSuffix("href"), value.first == UInt8(ascii: "#"), value.count > 1 {
            output.append("#".utf8)
            output.references(String(decoding: value.dropFirst(), as: UTF8.self))
        } else if value.contains(.doubleQuote) {
            output.append(value.flatMap { $0 == .doubleQuote ? Array("&quot;".utf8) : [$0] })
        } else {
            output.appendResolvingURLReferences(value)
        }
        output.append("\"".utf8)
    }

    // MARK: Special content

    private func isData(_ tag: HTMLScanner.Tag) -> Bool {
        guard let range = tag.attributes.first(where: { $0.name == "type" })?.value else { return false }
        return String(decoding: scanner.bytes[range], as: UTF8.self).lowercased() == "application/ld+json"
    }

    private mutating func copyData(_ tag: HTMLScanner.Tag) {
        guard let content = scanner.rawText(until: "script") else { return }
        _ = scanner.next()
        output.append("<script type=\"application/ld+json\">".utf8)
        output.append(scanner.bytes[content])
        output.append("</script>".utf8)
    }

    private mutating func copyTextarea() {
        guard let content = scanner.rawText(until: "textarea") else { return }
        output.append(scanner.bytes[content])
    }

    private mutating func dropRaw(_ name: String) {
        complain("<\(name)> was dropped")
        if scanner.rawText(until: name) != nil { _ = scanner.next() }
    }

    private mutating func dropWhole(_ tag: HTMLScanner.Tag) {
        complain("<\(tag.name)> was dropped")
        var depth = 1
        while depth > 0, let token = scanner.next() {
            switch token {
            case .start(let inner) where inner.name == tag.name: depth += 1
            case .start(let inner) where MarkupPolicy.droppedRaw.contains(inner.name): _ = scanner.rawText(until: inner.name)
            case .end(let name) where name == tag.name: depth -= 1
            default: break
            }
        }
    }

    // MARK: Placeholders

    private mutating func beginPlaceholder(_ tag: HTMLScanner.Tag) {
        var inputs: [String: String] = [:]
        for attribute in tag.attributes {
            guard let range = attribute.value else { continue }
            inputs[attribute.name] = CharacterReferences.resolve(String(decoding: scanner.bytes[range], as: UTF8.self))
        }
        guard placeholder == nil else { return complain("a placeholder inside a placeholder was dropped") }
        guard let name = inputs.removeValue(forKey: "name") else { return complain("a placeholder without a name was dropped") }
        if let around = open.last(where: MarkupPolicy.noPlaceholder.contains) {
            complain("the placeholder of \(name) was dropped: it cannot stand inside <\(around)>")
            return
        }
        placeholder = (name, inputs, open.count, output)
        output = MarkupOutput()
    }

    private mutating func finishPlaceholder() {
        guard let (name, inputs, depth, outer) = placeholder else { return }
        let fallback = output.plainMarkup()
        output = outer
        let isInsideForm = open.prefix(depth).contains("form")
        output.placeholder(Placeholder(name: name, inputs: inputs, fallback: fallback, isInsideForm: isInsideForm))
        placeholder = nil
    }

    // MARK: Helpers

    private var isInSVG: Bool { open.contains("svg") }

    private func isWellFormed(_ name: String) -> Bool {
        name.utf8.allSatisfy { $0.isLetter || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
    }

    private mutating func complain(_ text: String) {
        if complaints.count < 20, !complaints.contains(text) { complaints.append(text) }
    }
}
