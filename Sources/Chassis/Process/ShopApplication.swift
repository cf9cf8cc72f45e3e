import Hummingbird
import HummingbirdCore
import ServiceLifecycle

/// What a process is made of, before anything listens: its routes, its background work, and what must be well before
/// it takes traffic.
package struct ShopApplication {
    package var router: Router<ShopContext>
    /// Background work, in the order of dependence: started in this order, stopped in reverse.
    package var services: [any Service]
    package var readiness: [ReadinessCheck]
    /// How a connection is set up; only the gateway differs.
    package var server: HTTPServerBuilder

    package init(
        router: Router<ShopContext>, services: [any Service] = [], readiness: [ReadinessCheck] = [],
        server: HTTPServerBuilder = .http1(configuration: .init(idleTimeout: .seconds(75)))
    ) {
        self.router = router
        self.services = services
        self.readiness = readiness
        self.server = server
    }
}
