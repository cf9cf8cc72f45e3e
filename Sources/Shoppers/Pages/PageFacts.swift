/// What a shopper sees on a page.
package struct PageFacts: Sendable {
    /// A fragment's place, as the shell marks it.
    package struct Fragment: Sendable, Hashable {
        package let name: String
        package let state: String
        package let release: String?
        package let reason: String?

        /// Its team's own markup is there, fresh or not.
        package var isUseful: Bool { !["", "missing", "fallback"].contains(state) }
    }

    package struct Form: Sendable, Hashable {
        package struct Field: Sendable, Hashable {
            package let name: String
            package let value: String
            /// `hidden`, `number`, `checkbox`, ...
            package let type: String
            package let isChecked: Bool
            package let maximum: Int?
        }

        package let action: String
        package let isPosted: Bool
        package var fields: [Field] = []

        package subscript(_ name: String) -> Field? { fields.first { $0.name == name } }
    }

    package var fragments: [Fragment] = []
    package var assets: [AssetReference] = []
    /// Targets of links, in their order.
    package var links: [String] = []
    package var forms: [Form] = []
    /// The text of the first heading.
    package var heading = ""
    /// What the page's script gives to `document.cookie`.
    package var scriptCookies: [String] = []
    /// Places kept for late parts, and the late parts.
    package var slots: Set<String> = []
    package var patches: Set<String> = []
    /// The document ends with `</html>`.
    package var isEnded = false

    package init() {}

    /// What a browser fetches for somebody who scrolls down so far, from 0 to 1.
    package func assets(toDepth depth: Double) -> [AssetReference] {
        var lazy = Int((Double(assets.count(where: \.isLazy)) * depth).rounded(.up))
        return assets.filter { asset in
            guard asset.isLazy else { return true }
            lazy -= 1
            return lazy >= 0
        }
    }

    package var showsCart: Bool { fragments.contains { $0.name == "checkout.cart" && $0.isUseful } }

    /// SKU to quantity: what a cart's page shows is in it.
    package var cart: [String: Int] {
        var lines: [String: Int] = [:]
        for form in forms where form.action == "/checkout/cart/remove" {
            if let sku = form["sku"]?.value, let quantity = form["quantity"].flatMap({ Int($0.value) }) {
                lines[sku] = quantity
            }
        }
        return lines
    }
}

/// Something that a page needs and fetches.
package struct AssetReference: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case style, script, picture

        var destination: WebRequest.Destination {
            switch self {
            case .style: .style
            case .script: .script
            case .picture: .image
            }
        }
    }

    package let kind: Kind
    package let path: String
    /// As the page declares it, e.g. `sha384-...` (W3C Subresource Integrity).
    package let integrity: String?
    /// Wanted only by who scrolls down to it.
    package let isLazy: Bool

    package init(_ kind: Kind, _ path: String, integrity: String? = nil, isLazy: Bool = false) {
        self.kind = kind
        self.path = path
        self.integrity = integrity
        self.isLazy = isLazy
    }
}
