import NIOCore

/// The frame of a page: a whole HTML document with places for its head, its primary fragment and others.
///
/// Directives for the shell stand as attributes on its `<html>` tag and are not sent: `deadline-ms` (how long the page
/// may take, default 300), `required-ms` (how long for what it is nothing without, default 1000), `patience-ms` (how
/// long to wait for a part before going on without it where the browser can take it later, default 40), `assets` (the
/// shell's own, by name).
package struct Layout: Sendable {
    package enum Segment: Sendable {
        case markup(ByteBuffer)
        /// The `<html>` start tag: as it is, and with the overlay on.
        case documentStart(plain: ByteBuffer, overlay: ByteBuffer)
        case head
        case placeholder(Int)
        case primary
        /// Just before `</body>`: late parts go here.
        case bodyEnd
    }

    /// What is wrong with a layout's file.
    package struct Fault: Error, CustomStringConvertible {
        package let description: String
    }

    package let name: String
    package let segments: [Segment]
    package let placeholders: [Placeholder]
    package let deadline: Duration
    package let requiredDeadline: Duration
    package let patience: Duration
    package let assets: [String]

    /// - Throws: ``Fault`` for a file without a place for the primary fragment (unless `needsPrimary` is false), a
    ///   placeholder that cannot stand where it is, or a malformed directive.
    package init(name: String, source: String, needsPrimary: Bool = true) throws {
        var reader = LayoutReader(name: name, source: source)
        try reader.read()
        guard !needsPrimary || reader.hasPrimary else {
            throw Fault(description: "layout \(name) has no <shop-primary></shop-primary>")
        }
        self.name = name
        segments = reader.segments
        placeholders = reader.placeholders
        deadline = .milliseconds(try reader.number("deadline-ms") ?? 300)
        requiredDeadline = max(deadline, .milliseconds(try reader.number("required-ms") ?? 1_000))
        patience = .milliseconds(try reader.number("patience-ms") ?? 40)
        assets = reader.directives["assets"]?.split(separator: " ").map(String.init) ?? []
    }
}

/// Reads a layout's file: everything verbatim but the shell's own elements.
private struct LayoutReader {
    static let directiveNames: Set<String> = ["deadline-ms", "required-ms", "patience-ms", "assets"]

    let name: String
    var scanner: HTMLScanner
    var segments: [Layout.Segment] = []
    var placeholders: [Placeholder] = []
    var directives: [String: String] = [:]
    var hasPrimary = false
    private var markup = ByteBuffer()
    private var open: [String] = []

    init(name: String, source: String) {
        self.name = name
        scanner = HTMLScanner(Array(source.utf8))
    }

    mutating func read() throws {
        while true {
            let start = scanner.position
            guard let token = scanner.next() else { break }
            switch token {
            case .start(let tag) where tag.name == "shop-fragment": try placeholder(tag)
            case .start(let tag) where tag.name == "shop-primary": try mark(tag, .primary)
            case .start(let tag) where tag.name == "shop-head": try mark(tag, .head)
            case .start(let tag) where tag.name == "html": documentStart(tag)
            case .end("body"):
                flush()
                segments.append(.bodyEnd)
                markup.writeBytes(scanner.bytes[start..<scanner.position])
            case .start(let tag):
                if !MarkupPolicy.void.contains(tag.name) { open.append(tag.name) }
                markup.writeBytes(scanner.bytes[start..<scanner.position])
            case .end(let name):
                if let index = open.lastIndex(of: name) { open.removeSubrange(index...) }
                markup.writeBytes(scanner.bytes[start..<scanner.position])
            case .text, .comment, .other:
                markup.writeBytes(scanner.bytes[start..<scanner.position])
            }
        }
        guard !scanner.isTruncated else { throw Layout.Fault(description: "layout \(name) ends within a tag") }
        flush()
    }

    func number(_ directive: String) throws -> Int? {
        guard let text = directives[directive] else { return nil }
        guard let number = Int(text), (1...60_000).contains(number) else {
            throw Layout.Fault(description: "layout \(name): \(directive) must be 1 to 60000, is \"\(text)\"")
        }
        return number
    }

    private mutating func flush() {
        if markup.readableBytes > 0 { segments.append(.markup(markup)) }
        markup = ByteBuffer()
    }

    private mutating func mark(_ tag: HTMLScanner.Tag, _ segment: Layout.Segment) throws {
        if case .primary = segment {
            hasPrimary = true
            try checkPlace()
        }
        flush()
        segments.append(segment)
        guard case .end(tag.name)? = scanner.next() else {
            throw Layout.Fault(description: "layout \(name): <\(tag.name)> must be followed by </\(tag.name)>")
        }
    }

    private func checkPlace() throws {
        guard let around = open.last(where: Nesting.noPlaceholder.contains) else { return }
        throw Layout.Fault(description: "layout \(name): a fragment cannot stand inside <\(around)>")
    }

    private mutating func documentStart(_ tag: HTMLScanner.Tag) {
        flush()
        var kept = "<html"
        var classes: [String] = []
        for attribute in tag.attributes {
            let value = attribute.value.map { String(decoding: scanner.bytes[$0], as: UTF8.self) } ?? ""
            if Self.directiveNames.contains(attribute.name) {
                directives[attribute.name] = value
            } else if attribute.name == "class" {
                classes = [value]
            } else {
                kept += " \(attribute.name)=\"\(value)\""
            }
        }
        func start(_ classes: [String]) -> ByteBuffer {
            ByteBuffer(string: kept + (classes.isEmpty ? ">" : " class=\"\(classes.joined(separator: " "))\">"))
        }
        segments.append(.documentStart(plain: start(classes), overlay: start(classes + ["show-fragments"])))
    }

    /// A placeholder of a layout is read like one in a fragment, with what stands inside it.
    private mutating func placeholder(_ tag: HTMLScanner.Tag) throws {
        try checkPlace()
        let start = tag.source.lowerBound
        var end: Int?
        while end == nil, let token = scanner.next() {
            if case .end("shop-fragment") = token { end = scanner.position }
        }
        guard let end, let fragment = try? FragmentParser.parse(ByteBuffer(bytes: scanner.bytes[start..<end])),
            let placeholder = fragment.placeholders.first
        else { throw Layout.Fault(description: "layout \(name): a <shop-fragment> is not closed or has no name") }
        flush()
        segments.append(.placeholder(placeholders.count))
        placeholders.append(placeholder)
    }
}
