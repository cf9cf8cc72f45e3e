import FragmentContract
import NIOCore

/// What somebody in the shop needs of a fragment server.
package struct SiteNeed: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// A fragment, wherever it is placed.
        case fragment(String)
        /// A fragment with these inputs, as a placeholder gives them.
        case placement(String, inputs: [String: String])
        /// That somebody sends an event.
        case event(String)
        /// A page that is linked to, or an action that a form is posted to.
        case page(String)
        case action(String)
    }

    /// E.g. `decide.product` or `layout shop`.
    package let who: String
    package let kind: Kind

    package init(_ who: String, _ kind: Kind) {
        self.who = who
        self.kind = kind
    }

    // MARK: Where needs are written

    package static func all(of layout: Layout) -> [SiteNeed] {
        layout.placeholders.map { SiteNeed("layout \(layout.name)", .placement($0.name, inputs: $0.inputs)) }
    }

    package static func all(of manifest: FragmentManifest) -> [SiteNeed] {
        manifest.fragments.flatMap { fragment in
            fragment.nests.map { SiteNeed(fragment.name, .fragment($0)) }
                + fragment.hears.map { SiteNeed(fragment.name, .event($0)) }
        }
    }

    /// What a rendered fragment places, links to and posts to.
    package static func all(of markup: ByteBuffer, from fragment: String) -> [SiteNeed] {
        let placeholders = (try? FragmentParser.parse(markup))?.placeholders ?? []
        var needs = placeholders.map { SiteNeed(fragment, .placement($0.name, inputs: $0.inputs)) }
        for element in MarkupOutline(markup).elements {
            if element.name == "a", let path = localPath(element["href"]) {
                needs.append(SiteNeed(fragment, .page(path)))
            } else if element.name == "form", let path = localPath(element["action"]) {
                let isPost = element["method"]?.lowercased() == "post"
                needs.append(SiteNeed(fragment, isPost ? .action(path) : .page(path)))
            }
        }
        return needs
    }

    /// The path of an address within the shop.
    private static func localPath(_ address: String?) -> String? {
        guard let address, address.hasPrefix("/"), !address.hasPrefix("//") else { return nil }
        return String(address.prefix { $0 != "?" && $0 != "#" })
    }
}
