import NIOCore

/// A fragment's elements as a checker reads them: names, attributes, where they stand, and the text that they have.
struct MarkupOutline {
    struct Element {
        let name: String
        let attributes: [String: String]
        /// Indexes of the elements around it, the innermost last.
        let around: [Int]
        /// The text in it and, for a picture in it, its description.
        var text = ""

        subscript(name: String) -> String? { attributes[name] }
    }

    private(set) var elements: [Element] = []

    init(_ markup: ByteBuffer) {
        var scanner = HTMLScanner(Array(markup.readableBytesView))
        var open: [Int] = []
        while let token = scanner.next() {
            switch token {
            case .start(let tag):
                let element = Self.element(tag, scanner.bytes, around: open)
                if let description = element.name == "img" ? element["alt"] : nil { add(description, to: open) }
                elements.append(element)
                guard !tag.isSelfClosing, !MarkupPolicy.void.contains(tag.name) else { continue }
                if tag.name == "script" || tag.name == "style" {
                    _ = scanner.rawText(until: tag.name)
                } else {
                    open.append(elements.count - 1)
                }
            case .end(let name):
                if let index = open.lastIndex(where: { elements[$0].name == name }) { open.removeSubrange(index...) }
            case .text(let range):
                add(String(decoding: scanner.bytes[range], as: UTF8.self), to: open)
            case .comment, .other:
                break
            }
        }
    }

    private mutating func add(_ text: String, to open: [Int]) {
        guard text.utf8.contains(where: { !$0.isSpace }) else { return }
        for index in open { elements[index].text += text }
    }

    private static func element(_ tag: HTMLScanner.Tag, _ bytes: [UInt8], around: [Int]) -> Element {
        let attributes = tag.attributes.map { attribute in
            let value = attribute.value.map { String(decoding: bytes[$0], as: UTF8.self) } ?? ""
            return (attribute.name, CharacterReferences.resolve(value))
        }
        return Element(
            name: tag.name, attributes: Dictionary(attributes) { first, _ in first }, around: around)
    }
}
