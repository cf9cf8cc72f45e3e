import Gateway
import Testing

@Suite struct GatewayRouteTests {
    @Test(arguments: [
        ("/", "shop"), ("/products", "shop"), ("/pictures", "shop"), ("/pictures/", "pictures"),
        ("/pictures/KT-001.svg", "pictures"), ("/Pictures/a", "shop"), ("/catalogue/import", "shop"),
        ("/quotes", "shop"), ("/carts", "shop"), ("/assets/a.css", "shop"), ("//pictures/a", "shop"),
    ])
    func firstMatchTakesThePath(_ path: String, _ id: String) {
        #expect(GatewayRoute.table.route(for: path)?.id == id)
    }

    @Test func onlyTheShellAndPicturesAreReachable() {
        #expect(Set(GatewayRoute.table.map(\.service)) == ["shell-server", "catalog-service"])
    }

    @Test func exactPatternMatchesItselfOnly() {
        let route = GatewayRoute("one", "/one", methods: [.get], to: "x", timeout: .seconds(1))
        #expect(route.matches("/one"))
        #expect(!route.matches("/one/two"))
    }
}
