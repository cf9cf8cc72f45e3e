/// What a fragment's markup may hold: enough to build a page's part, nothing that reaches out of it.
enum MarkupPolicy {
    /// Elements without content or end tag (HTML Standard, section 13.1.2).
    static let void: Set<String> = ["area", "br", "col", "hr", "img", "input", "source", "track", "wbr"]
    /// Dropped with all that they contain, which a parser takes as raw text.
    static let droppedRaw: Set<String> = [
        "script", "style", "iframe", "noembed", "noframes", "noscript", "xmp", "title", "plaintext",
    ]
    /// Dropped with all that they contain.
    static let droppedWhole: Set<String> = [
        "object", "applet", "template", "frameset", "math", "foreignobject", "shop-primary", "shop-head",
    ]
    /// The tag is dropped, its content stays: elements of the page as a whole, and old ones that parsers treat in ways
    /// of their own.
    static let droppedTag: Set<String> = [
        "html", "head", "body", "main", "base", "meta", "link", "embed", "frame", "shop-slot", "image", "isindex",
        "basefont",
        "bgsound", "keygen", "param", "command", "marquee", "nobr", "rb", "rtc",
    ]
    /// Kept, but their content is text only.
    static let rawText: Set<String> = ["script", "textarea"]
    /// Elements whose end tag may be left out, so that leaving it out is no fault.
    static let optionalEnd: Set<String> = [
        "li", "dt", "dd", "p", "option", "optgroup", "tr", "td", "th", "thead", "tbody", "tfoot", "rt", "rp",
        "colgroup",
        "caption",
    ]

    static func isWellFormed(element name: String) -> Bool {
        name.utf8.allSatisfy { $0.isLetter || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
    }

    // MARK: Attributes

    /// Attributes that hold one id or several, of elements in the same fragment.
    static let references: Set<String> = [
        "for", "form", "list", "headers", "popovertarget", "commandfor", "anchor", "itemref", "aria-activedescendant",
        "aria-controls", "aria-describedby", "aria-details", "aria-errormessage", "aria-flowto", "aria-labelledby",
        "aria-owns",
    ]
    static let links: Set<String> = [
        "href", "src", "action", "formaction", "poster", "cite", "ping", "background", "xlink:href", "data", "longdesc",
    ]
    private static let dropped: Set<String> = [
        "style", "srcdoc", "nonce", "is", "slot", "http-equiv", "autofocus", "srcset",
    ]

    static func allows(attribute name: String) -> Bool {
        !name.hasPrefix("on") && !dropped.contains(name) && !name.isEmpty
            && name.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f && !"<=\"'`".utf8.contains($0) }
    }

    /// Whether a link may stand: relative, or of a harmless scheme. Character references before the path are refused,
    /// for they could hide a scheme.
    static func allows(link: some Sequence<UInt8>, on element: String) -> Bool {
        var head: [UInt8] = []
        var iterator = link.makeIterator()
        while let byte = iterator.next(), byte != .slash, byte != .question, byte != .hash {
            if byte > 0x20, byte != 0x7f { head.append(byte.lowercased) }
        }
        if element == "use" { return head.isEmpty && link.starts(with: CollectionOfOne(.hash)) }
        if head.contains(UInt8(ascii: "&")) { return false }
        guard let colon = head.firstIndex(of: UInt8(ascii: ":")) else { return true }
        let scheme = String(decoding: head[..<colon], as: UTF8.self)
        if scheme == "data" { return element == "img" && head.starts(with: Array("data:image".utf8)) }
        return ["http", "https", "mailto", "tel"].contains(scheme)
    }

    /// The id in a paint of SVG, `url(#id)`; nil if it is something else.
    static func paint(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard value.starts(with: "url(#".utf8), value.last == UInt8(ascii: ")") else { return nil }
        return value.dropFirst(5).dropLast()
    }
}
