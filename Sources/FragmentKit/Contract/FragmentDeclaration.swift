/// A fragment as its team promises it to everybody who shows it.
package struct FragmentDeclaration: Sendable, Hashable, Codable {
    package enum Visibility: String, Sendable, Codable {
        /// The same for everybody whose declared ``varies`` are the same: it may be cached as its answer says.
        case shared = "public"
        /// For one visitor: never cached, never shown to another.
        case personal = "private"
    }

    package enum Presence: String, Sendable, Codable {
        /// Without it the page is an error page.
        case required
        /// Without it the page is whole all the same.
        case optional
    }

    /// What it may cost.
    package struct Budget: Sendable, Hashable, Codable {
        /// Milliseconds until its answer is complete.
        package var milliseconds: Int
        /// Bytes of its answer.
        package var bytes: Int

        package init(milliseconds: Int = 250, bytes: Int = 128 << 10) {
            self.milliseconds = milliseconds
            self.bytes = bytes
        }
    }

    /// `team.name`, e.g. `decide.product`.
    package var name: String
    /// Where its server answers it, e.g. `/fragments/product`; inputs are sent as the query.
    package var path: String
    package var inputs: [InputDeclaration]
    /// What its answer depends on besides its inputs: `cookie:NAME` or `header:NAME`. Nothing else is sent to its
    /// server.
    package var varies: [String]
    package var visibility: Visibility
    package var presence: Presence
    package var budget: Budget
    /// What stands in its place when there is no answer and no earlier one: HTML, or nil for nothing.
    package var fallback: String?
    /// What stands in its place until a late answer comes: HTML of about its size, or nil for an empty space.
    package var pending: String?
    /// The fragments that it may contain, whoever owns them.
    package var nests: [String]
    /// Names of the browser events that it sends, e.g. `checkout:cart-changed`.
    package var emits: [String]
    /// Names of the browser events that it acts on.
    package var hears: [String]
    /// The level of its outermost heading: 1 to 6; nil if it has none.
    package var headingLevel: Int?
    /// Names of the assets that it needs, of its own team.
    package var assets: [String]
    /// Inputs that show it at work, for checks before traffic.
    package var samples: [[String: String]]

    package init(
        name: String, path: String, inputs: [InputDeclaration] = [], varies: [String] = [],
        visibility: Visibility = .shared, presence: Presence = .optional, budget: Budget = Budget(),
        fallback: String? = nil, pending: String? = nil, nests: [String] = [], emits: [String] = [],
        hears: [String] = [], headingLevel: Int? = nil, assets: [String] = [], samples: [[String: String]] = []
    ) {
        self.name = name
        self.path = path
        self.inputs = inputs
        self.varies = varies
        self.visibility = visibility
        self.presence = presence
        self.budget = budget
        self.fallback = fallback
        self.pending = pending
        self.nests = nests
        self.emits = emits
        self.hears = hears
        self.headingLevel = headingLevel
        self.assets = assets
        self.samples = samples
    }
}

/// One input of a fragment: what a placeholder's attribute of that name, a route's parameter or a query item may hold.
package struct InputDeclaration: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Codable {
        /// Any text without control characters, at most 200 bytes.
        case text
        /// Lower-case letters, digits and hyphens, at most 60.
        case slug
        /// A whole number, at most nine digits.
        case integer
        /// An article number.
        case sku
        /// Article numbers, separated by commas, at most 60.
        case skus
        /// A product number.
        case product
        /// Several slugs, as repeated query items or separated by commas.
        case slugs
    }

    package var name: String
    package var kind: Kind
    package var isRequired: Bool

    package init(_ name: String, _ kind: Kind, required: Bool = false) {
        self.name = name
        self.kind = kind
        isRequired = required
    }

    private enum CodingKeys: String, CodingKey {
        case name
        case kind = "type"
        case isRequired = "required"
    }
}
