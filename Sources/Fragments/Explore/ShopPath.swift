import Vocabulary
import Wire

/// Addresses of the shop's pages that this team links to.
enum ShopPath {
    static let home = "/"
    static let products = "/products"
    static let stores = "/stores"
    static let search = "/search"

    static func category(_ id: String?) -> String {
        id.map { "\(products)/\(PercentEncoding.encode($0))" } ?? products
    }

    static func product(_ id: ProductID, sku: SKU) -> String { "/product/\(id)?sku=\(sku)" }

    static func search(_ text: String, page: Int = 1) -> String {
        var query = QueryWriter()
        query.add("q", text)
        if page > 1 { query.add("page", page) }
        return query.target(search)
    }
}
