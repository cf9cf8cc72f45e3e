import NIOCore

/// Collects checked markup and remembers where ids stand, so that each placement can make them its own.
struct MarkupOutput {
    private enum Piece {
        case bytes([UInt8])
        case id(String)
        /// Ids that something refers to, separated by spaces.
        case references(String)
        case placeholder(Placeholder)
    }

    private var pieces: [Piece] = []
    private var current: [UInt8] = []
    private var declared: Set<String> = []

    mutating func append(_ bytes: some Sequence<UInt8>) { current.append(contentsOf: bytes) }

    mutating func id(_ id: String) {
        declared.insert(id)
        add(.id(id))
    }

    mutating func references(_ ids: String) { add(.references(ids)) }

    mutating func placeholder(_ placeholder: Placeholder) { add(.placeholder(placeholder)) }

    /// SVG paints refer to ids as `url(#id)`.
    mutating func appendResolvingURLReferences(_ value: ArraySlice<UInt8>) {
        let prefix = Array("url(#".utf8)
        guard value.starts(with: prefix), value.last == UInt8(ascii: ")") else { return append(value) }
        append(prefix)
        references(String(decoding: value.dropFirst(prefix.count).dropLast(), as: UTF8.self))
        append(")".utf8)
    }

    private mutating func add(_ piece: Piece) {
        if !current.isEmpty {
            pieces.append(.bytes(current))
            current = []
        }
        pieces.append(piece)
    }

    /// The markup alone, for a placeholder's fallback: ids left out of it, for it may stand beside its like.
    func plainMarkup() -> ByteBuffer {
        var buffer = ByteBuffer()
        for piece in pieces {
            switch piece {
            case .bytes(let bytes): buffer.writeBytes(bytes)
            case .id(let text), .references(let text): buffer.writeString(text)
            case .placeholder: break
            }
        }
        buffer.writeBytes(current)
        return buffer
    }

    consuming func finished(complaints: [String], containsForm: Bool) -> PreparedFragment {
        if !current.isEmpty { pieces.append(.bytes(current)) }
        var segments: [PreparedFragment.Segment] = []
        var placeholders: [Placeholder] = []
        var buffer = ByteBuffer()
        func flush() {
            if buffer.readableBytes > 0 { segments.append(.markup(buffer)) }
            buffer = ByteBuffer()
        }
        func scoped(_ id: some StringProtocol) {
            flush()
            segments.append(.scope)
            buffer.writeString(String(id))
        }
        for piece in pieces {
            switch piece {
            case .bytes(let bytes): buffer.writeBytes(bytes)
            case .id(let id): scoped(id)
            case .references(let ids):
                for (index, id) in ids.split(separator: " ").enumerated() {
                    if index > 0 { buffer.writeString(" ") }
                    if declared.contains(String(id)) { scoped(id) } else { buffer.writeString(String(id)) }
                }
            case .placeholder(let placeholder):
                flush()
                segments.append(.placeholder(placeholders.count))
                placeholders.append(placeholder)
            }
        }
        flush()
        return PreparedFragment(
            segments: segments, placeholders: placeholders, complaints: complaints, containsForm: containsForm)
    }
}
