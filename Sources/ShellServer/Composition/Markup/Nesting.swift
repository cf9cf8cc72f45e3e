/// Where an element may stand so that a browser's parser opens and closes exactly what the markup says (HTML Standard,
/// section 13.2.6): nowhere that it would be ignored or moved, or would close what is around it.
enum Nesting {
    enum Verdict: Equatable {
        /// It may stand when all but the outermost so many open elements are closed.
        case stands(keeping: Int)
        case dropped(Reason)
    }

    enum Reason: Equatable, CustomStringConvertible {
        case insideAnother
        case without(Set<String>)
        case inside(String)
        case besideText

        var description: String {
            switch self {
            case .insideAnother: "it cannot stand inside another"
            case .without(let parents): "it needs \(parents.sorted().joined(separator: " or ")) around it"
            case .inside(let parent): "it cannot stand inside <\(parent)>"
            case .besideText: "a drawing's title and description hold text only"
            }
        }
    }

    /// - Parameters:
    ///   - open: the elements around it, outermost first.
    ///   - floor: how many of them must not be closed.
    static func verdict(on name: String, in open: [String], floor: Int) -> Verdict {
        if notInItself.contains(name), open.contains(name) { return .dropped(.insideAnother) }
        if open.contains("svg") { return inDrawing(name, open) }
        var kept = open.count
        if let parents = parents[name] {
            guard let parent = parent(of: name, among: parents, in: open, floor) else {
                return .dropped(.without(parents))
            }
            kept = parent + 1
        }
        if closesParagraph.contains(name), let paragraph = paragraph(in: open.prefix(kept)), paragraph >= floor {
            kept = paragraph
        }
        if kept > floor, headings.contains(name), headings.contains(open[kept - 1]) { kept -= 1 }
        if kept > 0, let children = children[open[kept - 1]], !children.contains(name) {
            return .dropped(.inside(open[kept - 1]))
        }
        return .stands(keeping: kept)
    }

    /// A fragment cannot stand inside one of these: what it contains could close them.
    static let noPlaceholder: Set<String> = [
        "p", "a", "button", "h1", "h2", "h3", "h4", "h5", "h6", "select", "datalist", "table", "svg", "ruby",
        "textarea",
        "pre", "listing",
    ]
    /// Text directly inside one of these is moved in front of the table.
    static let noText: Set<String> = ["table", "thead", "tbody", "tfoot", "tr", "colgroup"]

    // MARK: Parents and children

    /// Of the elements around it the innermost that may be its parent; all within that are closed for it.
    private static func parent(of name: String, among parents: Set<String>, in open: [String], _ floor: Int) -> Int? {
        for index in open.indices.reversed() where index >= floor {
            if parents.contains(open[index]) { return index }
            if open[index] == "div", parents.contains("dl"), index > floor, open[index - 1] == "dl" { return index }
            if walls.contains(open[index]) { return nil }
        }
        return nil
    }

    /// Elements that stand in these only.
    private static let parents: [String: Set<String>] = [
        "li": ["ul", "ol", "menu"], "dt": ["dl"], "dd": ["dl"], "option": ["select", "optgroup", "datalist"],
        "optgroup": ["select"], "rt": ["ruby"], "rp": ["ruby"], "caption": ["table"], "colgroup": ["table"],
        "thead": ["table"], "tbody": ["table"], "tfoot": ["table"], "tr": ["table", "thead", "tbody", "tfoot"],
        "td": ["tr"], "th": ["tr"], "col": ["colgroup"],
    ]
    /// Elements that contain these only.
    private static let children: [String: Set<String>] = [
        "table": ["caption", "colgroup", "thead", "tbody", "tfoot", "tr"], "thead": ["tr"], "tbody": ["tr"],
        "tfoot": ["tr"],
        "tr": ["td", "th"], "colgroup": ["col"], "select": ["option", "optgroup"], "optgroup": ["option"], "option": [],
    ]
    /// What is outside one of these is never the parent of something within.
    private static let walls: Set<String> = ["table", "button", "select", "form", "fieldset"]
    private static let notInItself: Set<String> = ["a", "button", "form", "select", "textarea"]

    // MARK: Paragraphs and headings

    /// The paragraph in button scope (section 13.2.4.2).
    private static func paragraph(in open: ArraySlice<String>) -> Int? {
        guard let index = open.lastIndex(where: { $0 == "p" || paragraphScope.contains($0) }), open[index] == "p" else {
            return nil
        }
        return index
    }

    private static let paragraphScope: Set<String> = ["button", "caption", "table", "td", "th", "select"]
    private static let headings: Set<String> = ["h1", "h2", "h3", "h4", "h5", "h6"]
    private static let closesParagraph: Set<String> = headings.union([
        "address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
        "fieldset",
        "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "li", "listing", "menu", "nav", "ol", "p",
        "pre",
        "search", "section", "summary", "table", "ul",
    ])

    // MARK: Drawings

    /// In foreign content an HTML element would end the drawing, and some of SVG's own hold HTML again (section
    /// 13.2.6.5).
    private static func inDrawing(_ name: String, _ open: [String]) -> Verdict {
        guard drawing.contains(name) else { return .dropped(.inside("svg")) }
        guard let parent = open.last, parent != "title", parent != "desc" else { return .dropped(.besideText) }
        return .stands(keeping: open.count)
    }

    private static let drawing: Set<String> = [
        "circle", "clippath", "defs", "desc", "ellipse", "g", "line", "lineargradient", "marker", "mask", "path",
        "pattern",
        "polygon", "polyline", "radialgradient", "rect", "stop", "svg", "symbol", "text", "title", "tspan", "use",
    ]
}
