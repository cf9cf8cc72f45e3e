import CatalogAPI
import Chassis
import FragmentContract
import FragmentRendering

/// explore-fragments: how people find their kite. Header and footer of every page, home, categories, search, stores,
/// recommendations, and the picker of stores.
package func buildApplication(_ chassis: Chassis) async throws -> ShopApplication {
    try buildServer(chassis, catalog: CatalogClient(chassis.client(of: CatalogClient.serviceName))).application()
}

/// The server with all its pieces, not yet an application: its manifest can be looked at.
package func buildServer(_ chassis: Chassis, catalog: CatalogClient) throws -> FragmentServer {
    var server = try FragmentServer(chassis, team: "explore", templates: "Sources/Fragments/Explore/Templates")
    try server.add(HeaderFragment.self, catalog)
    try server.add(FooterFragment.self, catalog)
    try server.add(HomeFragment.self, catalog)
    try server.add(CategoryFragment.self, catalog)
    try server.add(SearchFragment.self, catalog)
    try server.add(StoresFragment.self, catalog)
    try server.add(RecommendationsFragment.self, catalog)
    try server.add(StorePickerFragment.self, catalog)
    try server.add(NotFoundFragment.self, catalog)

    server.page(PageDeclaration(route: ShopPath.home, primary: "explore.home", title: "Kites for every wind"))
    server.page(PageDeclaration(route: ShopPath.products, primary: "explore.category", title: "All kites"))
    server.page(PageDeclaration(route: "/products/{category}", primary: "explore.category", title: "Kites"))
    server.page(PageDeclaration(route: ShopPath.search, primary: "explore.search", title: "Search"))
    server.page(PageDeclaration(route: ShopPath.stores, primary: "explore.stores", title: "Stores"))
    return server
}

/// A fragment of this team: what it promises, and how it is rendered.
protocol ExploreFragment: Sendable {
    var declaration: FragmentDeclaration { get }
    /// - Throws: if a template is missing.
    init(catalog: CatalogClient, templates: TemplateLibrary) throws
    func render(_ request: FragmentRequest) async throws -> FragmentAnswer
}

extension FragmentServer {
    fileprivate mutating func add(_ type: (some ExploreFragment).Type, _ catalog: CatalogClient) throws {
        let piece = try type.init(catalog: catalog, templates: templates)
        fragment(piece.declaration, render: piece.render)
    }
}
