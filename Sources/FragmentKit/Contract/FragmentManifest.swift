/// What a fragment server says about itself at `GET /fragment-manifest.json`: from this alone the shell learns its
/// pages, fragments, actions and assets.
package struct FragmentManifest: Sendable, Hashable, Codable {
    /// The protocol that the shell speaks, and the newest that it accepts.
    package static let currentProtocol = 1
    package static let path = "/fragment-manifest.json"

    package var protocolVersion: Int
    /// The process, e.g. `decide-fragments`.
    package var server: String
    /// The team, e.g. `decide`: the first part of every name and asset path in here.
    package var team: String
    package var release: String
    package var pages: [PageDeclaration]
    package var fragments: [FragmentDeclaration]
    package var actions: [ActionDeclaration]
    package var streams: [StreamDeclaration]
    package var assets: [AssetDeclaration]

    package init(
        protocolVersion: Int = currentProtocol, server: String, team: String, release: String,
        pages: [PageDeclaration] = [], fragments: [FragmentDeclaration] = [], actions: [ActionDeclaration] = [],
        streams: [StreamDeclaration] = [], assets: [AssetDeclaration] = []
    ) {
        self.protocolVersion = protocolVersion
        self.server = server
        self.team = team
        self.release = release
        self.pages = pages
        self.fragments = fragments
        self.actions = actions
        self.streams = streams
        self.assets = assets
    }

    /// Reads the manifests of releases too that knew no streams.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        protocolVersion = try container.decode(Int.self, forKey: .protocolVersion)
        server = try container.decode(String.self, forKey: .server)
        team = try container.decode(String.self, forKey: .team)
        release = try container.decode(String.self, forKey: .release)
        pages = try container.decode([PageDeclaration].self, forKey: .pages)
        fragments = try container.decode([FragmentDeclaration].self, forKey: .fragments)
        actions = try container.decode([ActionDeclaration].self, forKey: .actions)
        streams = try container.decodeIfPresent([StreamDeclaration].self, forKey: .streams) ?? []
        assets = try container.decode([AssetDeclaration].self, forKey: .assets)
    }
}

/// A page: a route, the layout around it, and the fragment that decides its status and title.
package struct PageDeclaration: Sendable, Hashable, Codable {
    /// E.g. `/products/{category}`. The primary fragment's inputs are filled by name: from the route's parameters, else
    /// from the query.
    package var route: String
    /// One of the shell's layouts, e.g. `shop`, `checkout` or `bare` (the fragment alone, for refreshing it in place).
    package var layout: String
    package var primary: String
    /// The page's title when the primary fragment's answer names none.
    package var title: String

    package init(route: String, layout: String = "shop", primary: String, title: String) {
        self.route = route
        self.layout = layout
        self.primary = primary
        self.title = title
    }
}

/// A form's target: a POST that the shell hands to its team as it is (body, declared cookies), and whose answer,
/// usually a redirect, it hands back.
package struct ActionDeclaration: Sendable, Hashable, Codable {
    /// E.g. `/checkout/cart/add`; the same path at the fragment server.
    package var route: String
    /// Names of the cookies that it needs.
    package var cookies: [String]

    package init(route: String, cookies: [String] = []) {
        self.route = route
        self.cookies = cookies
    }
}

/// What a page's script may follow while the page is open: a GET that the shell hands to its team with its query, and
/// whose answer, server-sent events (HTML standard, section 9.2), it passes on as they come.
package struct StreamDeclaration: Sendable, Hashable, Codable {
    /// E.g. `/checkout/order/{order}/events`; the same path at the fragment server.
    package var route: String

    package init(route: String) {
        self.route = route
    }
}

/// A file that pages load: its path contains a hash of its content, so it never changes.
package struct AssetDeclaration: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Codable {
        case style, script
    }

    /// As fragments refer to it, e.g. `decide.css`.
    package var name: String
    package var kind: Kind
    /// E.g. `/assets/decide/decide.3f2a9c01.css`.
    package var path: String
    /// Subresource integrity: `sha384-…`.
    package var integrity: String

    package init(name: String, kind: Kind, path: String, integrity: String) {
        self.name = name
        self.kind = kind
        self.path = path
        self.integrity = integrity
    }
}
