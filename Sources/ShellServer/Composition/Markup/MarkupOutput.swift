import NIOCore

/// Collects checked markup and remembers where ids stand, so that each placement can make them its own.
struct MarkupOutput {
    private enum Cut {
        case scope
        /// Only if an element with this id is in the markup: a link may also lead to a place of the page.
        case scopeIfDeclared(String)
        case placeholder(Placeholder)
    }

    private var bytes: [UInt8] = []
    /// What goes between two bytes, in their order.
    private var cuts: [(offset: Int, cut: Cut)] = []
    private var declared: Set<String> = []

    // MARK: Writing

    /// Markup of the parser's own.
    mutating func append(_ markup: some Sequence<UInt8>) { bytes.append(contentsOf: markup) }

    /// Text from the source. A `<` that is text there might begin a tag here, beside what was dropped.
    mutating func text(_ text: ArraySlice<UInt8>) { append(text, replacing: .lessThan, by: "&lt;") }

    /// A value from the source, to stand in double quotes.
    mutating func attribute(_ value: ArraySlice<UInt8>) { append(value, replacing: .doubleQuote, by: "&quot;") }

    mutating func append(_ text: ArraySlice<UInt8>, replacing special: UInt8, by replacement: StaticString) {
        var rest = text
        while let index = rest.firstIndex(of: special) {
            bytes.append(contentsOf: rest[..<index])
            replacement.withUTF8Buffer { bytes.append(contentsOf: $0) }
            rest = rest[(index + 1)...]
        }
        bytes.append(contentsOf: rest)
    }

    mutating func id(_ id: ArraySlice<UInt8>) {
        declared.insert(String(decoding: id, as: UTF8.self))
        cut(.scope)
        attribute(id)
    }

    /// Ids of other elements of the fragment, separated by spaces.
    mutating func references(_ ids: ArraySlice<UInt8>) {
        for (index, id) in ids.split(whereSeparator: \.isSpace).enumerated() {
            if index > 0 { append(CollectionOfOne(UInt8(ascii: " "))) }
            cut(.scope)
            attribute(id)
        }
    }

    /// The id that a link leads to.
    mutating func target(_ id: ArraySlice<UInt8>) {
        cut(.scopeIfDeclared(String(decoding: id, as: UTF8.self)))
        attribute(id)
    }

    mutating func placeholder(_ placeholder: Placeholder) { cut(.placeholder(placeholder)) }

    private mutating func cut(_ cut: Cut) { cuts.append((bytes.count, cut)) }

    // MARK: Finishing

    consuming func finished(complaints: [String] = [], containsForm: Bool = false) -> PreparedFragment {
        let whole = ByteBuffer(bytes: bytes)
        var segments: [PreparedFragment.Segment] = []
        var placeholders: [Placeholder] = []
        var written = 0
        func flush(to offset: Int) {
            if offset > written, let slice = whole.getSlice(at: written, length: offset - written) {
                segments.append(.markup(slice))
            }
            written = offset
        }
        for (offset, cut) in cuts {
            if case .scopeIfDeclared(let id) = cut, !declared.contains(id) { continue }
            flush(to: offset)
            if case .placeholder(let placeholder) = cut {
                segments.append(.placeholder(placeholders.count))
                placeholders.append(placeholder)
            } else {
                segments.append(.scope)
            }
        }
        flush(to: whole.writerIndex)
        return PreparedFragment(
            segments: segments, placeholders: placeholders, complaints: complaints, containsForm: containsForm,
            size: whole.storageCapacity)
    }
}
