/// What a fragment's markup may hold: enough to build a page's part, nothing that reaches out of it.
enum MarkupPolicy {
    /// Elements without content or end tag (HTML Standard, section 13.1.2).
    static let void: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    ]
    /// Dropped with all that they contain, which a parser takes as raw text.
    static let droppedRaw: Set<String> = [
        "script", "style", "iframe", "noembed", "noframes", "noscript", "xmp", "title", "plaintext",
    ]
    /// Dropped with all that they contain.
    static let droppedWhole: Set<String> = ["object", "applet", "template", "frameset", "math", "shop-primary", "shop-head"]
    /// The tag is dropped, its content stays.
    static let droppedTag: Set<String> = [
        "html", "head", "body", "main", "base", "meta", "link", "embed", "frame", "shop-slot", "image", "isindex",
    ]
    /// Elements whose end tag may be left out, so that leaving it out is no fault.
    static let optionalEnd: Set<String> = [
        "li", "dt", "dd", "p", "option", "optgroup", "tr", "td", "th", "thead", "tbody", "tfoot", "rt", "rp", "colgroup",
        "caption",
    ]
    /// Elements that a parser moves or lets close things around them unless one of these is around them.
    static let requiredAncestor: [String: Set<String>] = {
        let table: Set<String> = ["table"]
        var rules: [String: Set<String>] = [
            "li": ["ul", "ol", "menu"], "dt": ["dl"], "dd": ["dl"], "option": ["select", "datalist"],
            "optgroup": ["select"], "rt": ["ruby"], "rp": ["ruby"], "legend": ["fieldset"], "summary": ["details"],
        ]
        for name in ["tr", "td", "th", "thead", "tbody", "tfoot", "caption", "colgroup", "col"] { rules[name] = table }
        return rules
    }()
    /// A fragment cannot stand inside one of these: what it contains could close them.
    static let noPlaceholder: Set<String> = [
        "p", "a", "button", "h1", "h2", "h3", "h4", "h5", "h6", "select", "datalist", "table", "svg", "ruby", "textarea",
        "pre", "nobr",
    ]

    /// Which start tags close an open element of the same kind (section 13.2.6.4.7), the current node only.
    static func closes(_ name: String, current: String) -> Bool {
        switch current {
        case "li": name == "li"
        case "dt", "dd": name == "dt" || name == "dd"
        case "option": name == "option" || name == "optgroup"
        case "optgroup": name == "optgroup"
        case "tr": name == "tr" || sections.contains(name)
        case "td", "th": name == "td" || name == "th" || name == "tr" || sections.contains(name)
        case "thead", "tbody", "tfoot": sections.contains(name)
        case "rt", "rp": name == "rt" || name == "rp"
        case "p": closesParagraph.contains(name)
        default: false
        }
    }

    private static let sections: Set<String> = ["thead", "tbody", "tfoot"]
    private static let closesParagraph: Set<String> = [
        "address", "article", "aside", "blockquote", "details", "dialog", "div", "dl", "fieldset", "figcaption", "figure",
        "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "menu", "nav", "ol", "p", "pre",
        "search", "section", "table", "ul",
    ]

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
    private static let dropped: Set<String> = ["style", "srcdoc", "nonce", "is", "slot", "http-equiv", "autofocus", "srcset"]

    static func allows(attribute name: String) -> Bool {
        !name.hasPrefix("on") && !dropped.contains(name) && !name.isEmpty
            && name.utf8.allSatisfy { $0 > 0x20 && $0 != .lessThan && $0 != .doubleQuote && $0 != .singleQuote && $0 != 0x7f }
    }

    /// Whether a link may stand: relative, or of a harmless scheme. Character references before the path are refused,
    /// for they could hide a scheme.
    static func allows(link: some Sequence<UInt8>, on element: String) -> Bool {
        var head: [UInt8] = []
        for byte in link {
            if byte == .slash || byte == .question || byte == UInt8(ascii: "#") { break }
            if byte > 0x20, byte != 0x7f { head.append(byte.lowercased) }
        }
        if head.contains(UInt8(ascii: "&")) { return false }
        guard let colon = head.firstIndex(of: UInt8(ascii: ":")) else { return true }
        let scheme = String(decoding: head[..<colon], as: UTF8.self)
        if scheme == "data" { return element == "img" && head.starts(with: Array("data:image".utf8)) }
        return ["http", "https", "mailto", "tel"].contains(scheme)
    }
}
