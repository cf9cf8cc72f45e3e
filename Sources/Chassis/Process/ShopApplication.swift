import Hummingbird
import ServiceLifecycle

/// What a process is made of, before anything listens: its routes, its background work, and what must be well before
/// it takes traffic.
package struct ShopApplication {
    package var router: Router<ShopContext>
    /// Background work, in the order of dependence: started in this order, stopped in reverse.
    package var services: [any Service]
    package var readiness: [ReadinessCheck]
    /// How a connection is set up; only the gateway differs.
    package var connections: ConnectionKind
    /// What is to be said before the process drains or stops, e.g. to whoever sends it callers. Together they have two
    /// seconds.
    package var beforeDraining: [@Sendable () async -> Void] = []
    /// What is closed when no connection and no background work is left, e.g. a database.
    package var onStopped: [@Sendable () async -> Void] = []

    package init(
        router: Router<ShopContext>, services: [any Service] = [], readiness: [ReadinessCheck] = [],
        connections: ConnectionKind = .http1()
    ) {
        self.router = router
        self.services = services
        self.readiness = readiness
        self.connections = connections
    }
}
