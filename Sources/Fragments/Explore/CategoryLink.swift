import CatalogAPI

/// A way to a category.
struct CategoryLink: Sendable {
    let name: String
    let path: String

    /// - Parameter isShort: `Stunt` rather than `Stunt kites`.
    init(_ category: CatalogAPI.Category, isShort: Bool = false) {
        name = isShort ? Wording.short(category.name) : category.name
        path = ShopPath.category(category.id)
    }
}
