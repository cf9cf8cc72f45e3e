/// A category's name and address.
package struct CategoryReference: Sendable, Hashable, Codable {
    package var id: String
    package var name: String

    package init(id: String, name: String) {
        self.id = id
        self.name = name
    }
}

/// A category as home and its own page show it.
package struct Category: Sendable, Hashable, Codable {
    package var id: String
    package var name: String
    package var tagline: String
    package var summary: String
    /// Path of its scene (SVG), with a hash of its content.
    package var scene: String
    package var productCount: Int

    package init(id: String, name: String, tagline: String, summary: String, scene: String, productCount: Int) {
        self.id = id
        self.name = name
        self.tagline = tagline
        self.summary = summary
        self.scene = scene
        self.productCount = productCount
    }
}

/// `GET /categories`.
package struct CategoryList: Sendable, Codable {
    package var categories: [Category]
    /// Paths of the scenes that belong to no category, by name: `home`, `not-found`, `empty-cart`.
    package var scenes: [String: String]

    package init(categories: [Category], scenes: [String: String]) {
        self.categories = categories
        self.scenes = scenes
    }
}

/// A shop where orders can be picked up.
package struct Store: Sendable, Hashable, Codable {
    package var id: String
    package var name: String
    package var street: String
    package var postalCode: String
    package var city: String
    package var country: String
    package var summary: String
    package var hours: [String]
    /// Path of its scene (SVG).
    package var scene: String

    package init(
        id: String, name: String, street: String, postalCode: String, city: String, country: String, summary: String,
        hours: [String], scene: String
    ) {
        self.id = id
        self.name = name
        self.street = street
        self.postalCode = postalCode
        self.city = city
        self.country = country
        self.summary = summary
        self.hours = hours
        self.scene = scene
    }
}

/// `GET /stores`.
package struct StoreList: Sendable, Codable {
    package var stores: [Store]

    package init(stores: [Store]) {
        self.stores = stores
    }
}
