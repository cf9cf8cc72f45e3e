import Vocabulary

/// What a kept page or piece of one shows of the catalogue, as tags: the events of ``CatalogueEvents`` name those that
/// are not true any more.
package enum CatalogueTags {
    /// Anything at all.
    package static let catalogue = "catalogue"
    /// A choice of products: lists, searches, recommendations.
    package static let products = "products"

    package static func product(_ id: ProductID) -> String { "product:\(id)" }

    /// What shows one product alone.
    package static func one(_ id: ProductID) -> [String] { [product(id), catalogue] }

    /// What shows a choice of products.
    package static let choice = [products, catalogue]

    /// What shows categories, stores or scenes, and no product.
    package static let frame = [catalogue]
}
