import NIOCore

/// Turns what a fragment server sent into a ``PreparedFragment``: balanced, its ids its own, what it may not contain
/// dropped and reported.
///
/// Nothing is copied to the output but text without `<` and attributes in double quotes; every tag there is written by
/// the parser itself, where ``Nesting`` says that a browser will open and close the same. So whatever the source means,
/// a browser can read the output in one way only.
package struct FragmentParser {
    /// Why markup is not placed at all.
    package enum Fault: Error, Sendable, Hashable {
        /// It ends within a tag, a comment or raw text: a part is missing.
        case truncated
        case notUTF8
        case tooDeep
    }

    /// Browsers flatten documents deeper than 512 elements; this leaves room for ``PageWork/depthLimit`` fragments in
    /// one another.
    private static let depthLimit = 80

    private var scanner: HTMLScanner
    private var output = MarkupOutput()
    private var open: [String] = []
    private var complaints: [String] = []
    private var faults = 0
    private var containsForm = false
    private var placeholder: OpenPlaceholder?
    /// What was written around the open placeholder.
    private var surroundings = MarkupOutput()

    /// The placeholder whose fallback is being read.
    private struct OpenPlaceholder {
        let name: String
        let inputs: [String: String]
        /// How many elements are open around it.
        let depth: Int
        /// Placeholders within it, which are dropped.
        var nested = 0
    }

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
            case .text(let range): text(range)
            case .start(let tag): try start(tag)
            case .end(let name): end(name)
            case .comment: break
            case .other: complain("a declaration or instruction was dropped")
            }
        }
        guard !scanner.isTruncated else { throw .truncated }
        while placeholder != nil { closePlaceholder() }
        close(keeping: 0)
    }

    // MARK: Text and tags

    private mutating func text(_ range: Range<Int>) {
        let text = scanner.bytes[range]
        if let parent = open.last, Nesting.noText.contains(parent), !text.allSatisfy(\.isSpace) {
            return complain("text directly inside <\(parent)> was dropped")
        }
        output.text(text)
    }

    private mutating func start(_ tag: HTMLScanner.Tag) throws(Fault) {
        let name = tag.name
        if name == "shop-fragment" { return openPlaceholder(tag) }
        if MarkupPolicy.droppedWhole.contains(name) { return dropWhole(tag) }
        if MarkupPolicy.droppedRaw.contains(name), !isData(tag), name != "title" || !isInDrawing {
            return dropRaw(name)
        }
        guard !MarkupPolicy.droppedTag.contains(name), MarkupPolicy.isWellFormed(element: name) else {
            return complain("<\(name)> was dropped")
        }
        switch Nesting.verdict(on: name, in: open, floor: placeholder?.depth ?? 0) {
        case .dropped(let reason):
            complain("<\(name)> was dropped: \(reason)")
            if MarkupPolicy.rawText.contains(name) { skipRaw(name) }
        case .stands(let kept):
            close(keeping: kept)
            try place(tag)
        }
    }

    private mutating func place(_ tag: HTMLScanner.Tag) throws(Fault) {
        if tag.name == "script" { return copyData() }
        if tag.name == "form" { containsForm = true }
        write(tag)
        if MarkupPolicy.void.contains(tag.name) { return }
        if tag.isSelfClosing, isInDrawing || tag.name == "svg" { return output.append("</\(tag.name)>".utf8) }
        open.append(tag.name)
        guard open.count <= Self.depthLimit else { throw .tooDeep }
        if tag.name == "textarea", let content = scanner.rawText(until: "textarea") {
            output.text(scanner.bytes[content])
        }
    }

    private mutating func end(_ name: String) {
        if name == "shop-fragment" { return closePlaceholder() }
        let floor = placeholder?.depth ?? 0
        guard let index = open.lastIndex(where: { $0 == name || $0 == "table" }), index >= floor, open[index] == name
        else {
            if MarkupPolicy.isWellFormed(element: name), !MarkupPolicy.droppedTag.contains(name) {
                complain("</\(name)> closes nothing")
            }
            return
        }
        close(keeping: index + 1)
        open.removeLast()
        output.append("</\(name)>".utf8)
    }

    /// Closes elements that the source leaves open, from the innermost until so many are left.
    private mutating func close(keeping count: Int) {
        while open.count > count, let name = open.popLast() {
            if !MarkupPolicy.optionalEnd.contains(name) { complain("<\(name)> was not closed") }
            output.append("</\(name)>".utf8)
        }
    }

    // MARK: Attributes

    private mutating func write(_ tag: HTMLScanner.Tag) {
        output.append("<\(tag.name)".utf8)
        var seen: Set<String> = []
        for attribute in tag.attributes where seen.insert(attribute.name).inserted { write(attribute, of: tag.name) }
        output.append(">".utf8)
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
            output.id(value)
        } else if MarkupPolicy.references.contains(name) {
            output.references(value)
        } else if name.hasSuffix("href"), value.first == .hash {
            output.append(CollectionOfOne(.hash))
            output.target(value.dropFirst())
        } else if let id = MarkupPolicy.paint(value) {
            output.append("url(#".utf8)
            output.references(id)
            output.append(")".utf8)
        } else {
            output.attribute(value)
        }
        output.append("\"".utf8)
    }

    // MARK: Special content

    /// Structured data for search engines is the one kind of script that stays.
    private func isData(_ tag: HTMLScanner.Tag) -> Bool {
        guard tag.name == "script", let range = tag.attributes.first(where: { $0.name == "type" })?.value else {
            return false
        }
        return String(decoding: scanner.bytes[range], as: UTF8.self).lowercased() == "application/ld+json"
    }

    /// In JSON a `<` stands in strings only, where `\u003c` is the same and no script's end or comment's beginning.
    private mutating func copyData() {
        guard let content = scanner.rawText(until: "script") else { return }
        _ = scanner.next()
        output.append("<script type=\"application/ld+json\">".utf8)
        output.append(scanner.bytes[content], replacing: .lessThan, by: #"\u003c"#)
        output.append("</script>".utf8)
    }

    private mutating func dropRaw(_ name: String) {
        complain("<\(name)> was dropped")
        skipRaw(name)
    }

    private mutating func skipRaw(_ name: String) {
        if scanner.rawText(until: name) != nil { _ = scanner.next() }
    }

    private mutating func dropWhole(_ tag: HTMLScanner.Tag) {
        complain("<\(tag.name)> was dropped")
        var depth = 1
        while depth > 0, let token = scanner.next() {
            switch token {
            case .start(let inner) where inner.name == tag.name: depth += 1
            case .start(let inner) where MarkupPolicy.droppedRaw.contains(inner.name): skipRaw(inner.name)
            case .end(let name) where name == tag.name: depth -= 1
            default: break
            }
        }
    }

    // MARK: Placeholders

    private mutating func openPlaceholder(_ tag: HTMLScanner.Tag) {
        guard placeholder == nil else {
            placeholder?.nested += 1
            return complain("a placeholder inside a placeholder was dropped")
        }
        var inputs: [String: String] = [:]
        for attribute in tag.attributes where inputs[attribute.name] == nil {
            guard let range = attribute.value else { continue }
            inputs[attribute.name] = CharacterReferences.resolve(String(decoding: scanner.bytes[range], as: UTF8.self))
        }
        guard let name = inputs.removeValue(forKey: "name") else {
            return complain("a placeholder without a name was dropped")
        }
        if let around = open.last(where: Nesting.noPlaceholder.contains) {
            return complain("the placeholder of \(name) was dropped: it cannot stand inside <\(around)>")
        }
        placeholder = OpenPlaceholder(name: name, inputs: inputs, depth: open.count)
        swap(&output, &surroundings)
    }

    private mutating func closePlaceholder() {
        guard let closing = placeholder else { return }
        guard closing.nested == 0 else {
            placeholder?.nested -= 1
            return
        }
        close(keeping: closing.depth)
        let fallback = output.finished()
        output = MarkupOutput()
        swap(&output, &surroundings)
        output.placeholder(
            Placeholder(
                name: closing.name, inputs: closing.inputs, fallback: fallback, isInsideForm: open.contains("form")))
        placeholder = nil
    }

    // MARK: Helpers

    private var isInDrawing: Bool { open.contains("svg") }

    /// Notes the first few complaints that differ; of markup without end not even all are put into words.
    private mutating func complain(_ text: @autoclosure () -> String) {
        faults += 1
        guard complaints.count < 20, faults < 1_000 else { return }
        let text = text()
        if !complaints.contains(text) { complaints.append(text) }
    }
}
