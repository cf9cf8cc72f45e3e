import FragmentContract
import NIOCore

/// What can be told from a fragment's markup alone: whether it is whole, and the basics of accessibility (WCAG 2.2:
/// 1.1.1, 1.3.1, 2.4.4, 3.3.2, 4.1.2).
package enum MarkupCheck {
    /// One sentence a fault; empty if all is well.
    /// - Parameter headingLevel: of its outermost heading, as its declaration says; nil if it is to have none.
    package static func faults(in markup: ByteBuffer, headingLevel: Int?) -> [String] {
        let prepared: PreparedFragment
        do {
            prepared = try FragmentParser.parse(markup)
        } catch {
            return ["is \(error)"]
        }
        let outline = MarkupOutline(markup)
        let faults =
            prepared.complaints + doubleIDs(outline) + pictures(outline) + controls(outline) + names(outline)
            + headings(outline, headingLevel)
        return faults.reduce(into: []) { all, next in if !all.contains(next) { all.append(next) } }
    }

    /// Whether something is plainly wrong with an answer that could be placed all the same: it had to be mended, or its
    /// heading is not there.
    static func isGarbled(_ prepared: PreparedFragment, _ markup: ByteBuffer, _ declaration: FragmentDeclaration)
        -> Bool
    {
        guard prepared.complaints.isEmpty else { return true }
        return declaration.headingLevel.map { !headings(MarkupOutline(markup), $0).isEmpty } ?? false
    }

    private static func doubleIDs(_ outline: MarkupOutline) -> [String] {
        var seen: Set<String> = []
        return outline.elements.compactMap { element in
            guard let id = element["id"], !seen.insert(id).inserted else { return nil }
            return "the id \(id) is there twice"
        }
    }

    private static func pictures(_ outline: MarkupOutline) -> [String] {
        outline.elements.compactMap { element in
            guard element.name == "img", element["alt"] == nil else { return nil }
            return "<img src=\"\(element["src"] ?? "")\"> has no alt"
        }
    }

    private static let unlabelled: Set<String> = ["hidden", "submit", "button", "reset", "image"]

    private static func controls(_ outline: MarkupOutline) -> [String] {
        let labelled = Set(outline.elements.filter { $0.name == "label" && !$0.text.isEmpty }.compactMap { $0["for"] })
        return outline.elements.compactMap { element in
            guard ["input", "select", "textarea"].contains(element.name),
                element.name != "input" || !unlabelled.contains(element["type"]?.lowercased() ?? "text"),
                !hasName(element), element["id"].map({ !labelled.contains($0) }) ?? true
            else { return nil }
            let isWithinLabel = element.around.contains {
                outline.elements[$0].name == "label" && !outline.elements[$0].text.isEmpty
            }
            return isWithinLabel ? nil : "<\(element.name) name=\"\(element["name"] ?? "")\"> has no label"
        }
    }

    private static func names(_ outline: MarkupOutline) -> [String] {
        outline.elements.compactMap { element in
            guard element.name == "a" && element["href"] != nil || element.name == "button", element.text.isEmpty,
                !hasName(element), !hasNamedDrawing(element, outline)
            else { return nil }
            let address = element["href"].map { " href=\"\($0)\"" } ?? ""
            return "<\(element.name)\(address)> has no text"
        }
    }

    private static func hasName(_ element: MarkupOutline.Element) -> Bool {
        ["aria-label", "aria-labelledby", "title"].contains { !(element[$0] ?? "").isEmpty }
    }

    private static func hasNamedDrawing(_ element: MarkupOutline.Element, _ outline: MarkupOutline) -> Bool {
        outline.elements.contains { inner in
            (inner.name == "svg" || inner["role"] == "img") && hasName(inner)
                && inner.around.contains { outline.elements[$0].attributes == element.attributes }
        }
    }

    private static func headings(_ outline: MarkupOutline, _ level: Int?) -> [String] {
        let levels = outline.elements.compactMap { element -> Int? in
            guard element.name.utf8.count == 2, element.name.hasPrefix("h"), let level = Int(element.name.dropFirst()),
                (1...6).contains(level)
            else { return nil }
            return level
        }
        switch (levels.min(), level) {
        case (let found?, let declared?) where found != declared:
            return ["its outermost heading is <h\(found)>; its manifest says <h\(declared)>"]
        case (nil, let declared?):
            return ["has no heading; its manifest says <h\(declared)>"]
        case (let found?, nil):
            return ["has a heading <h\(found)>; its manifest says that it has none"]
        default: return []
        }
    }
}
