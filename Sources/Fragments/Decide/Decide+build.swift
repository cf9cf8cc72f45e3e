import CatalogAPI
import Chassis
import FragmentContract
import FragmentRendering

/// decide-fragments: team Decide's product page.
package func buildApplication(_ chassis: Chassis) async throws -> ShopApplication {
    try buildServer(chassis).application()
}

func buildServer(_ chassis: Chassis) throws -> FragmentServer {
    let catalog = CatalogClient(chassis.client(of: CatalogClient.serviceName))
    var server = try FragmentServer(chassis, team: "decide", templates: "Sources/Fragments/Decide/Templates")
    let product = ProductFragment(catalog: catalog, template: try server.templates.template("product"))
    server.fragment(ProductFragment.declaration, render: product.render)
    server.page(PageDeclaration(route: "/product/{id}", primary: ProductFragment.declaration.name, title: "Kite"))
    return server
}
