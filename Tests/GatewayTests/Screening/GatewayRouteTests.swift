import Gateway
import Testing

@Suite struct GatewayRouteTests {
    @Test(arguments: [
        ("/", "shop"), ("/products", "shop"), ("/pictures", "shop"), ("/pictures/", "pictures"),
        ("/pictures/KT-001.svg", "pictures"), ("/Pictures/a", "shop"), ("/catalogue/import", "shop"),
        ("/quotes", "shop"), ("/carts", "shop"), ("/assets/a.css", "shop"), ("//pictures/a", "shop"),
        ("/csp-report", "policy reports"), ("/csp-report/", "shop"),
    ])
    func firstMatchTakesThePath(_ path: String, _ id: String) {
        #expect(GatewayRoute.table.route(for: path)?.id == id)
    }

    @Test func onlyTheShellPicturesAndReportsAreReachable() {
        #expect(Set(GatewayRoute.table.map(\.service)) == ["shell-server", "catalog-service", "gateway"])
    }

    @Test func exactPatternMatchesItselfOnly() {
        let route = GatewayRoute("one", "/one", methods: [.get], to: "x", timeout: .seconds(1))
        #expect(route.matches("/one"))
        #expect(!route.matches("/one/two"))
    }

    @Test(arguments: [
        "/metrics", "//metrics", "/metrics/", "/%6detrics", "/%6Detrics", "/internal", "/internal/a", "//internal//a",
        "/%69nternal/a", "/internal%2Fa", "/health/live", "//health/ready",
    ])
    func whatIsForTheHouseIsKnownInEverySpelling(_ path: String) {
        #expect(InternalPaths.contains(path))
    }

    @Test(arguments: ["/", "/metric", "/products/internal", "/products/metrics", "/internals", "/%"])
    func whatIsForShoppersIsNot(_ path: String) {
        #expect(!InternalPaths.contains(path))
    }
}
