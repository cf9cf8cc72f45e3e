import Hummingbird
import Logging
import ServiceLifecycle

/// A process that is ready to run: its background services, and its server over them.
package struct ShopProcess: Service {
    package let responder: RouterResponder<ShopContext>
    package let lifecycle: Lifecycle
    package let logger: Logger
    let services: [any Service]
    let server: ShopServer
    let onStopped: [@Sendable () async -> Void]

    /// Returns when the process has drained or stopped. The server leaves first, then the services in reverse order;
    /// what they stood on is closed last, whatever became of them.
    package func run() async throws {
        var configurations = services.map { ServiceGroupConfiguration.ServiceConfiguration(service: $0) }
        configurations.append(.init(service: server, successTerminationBehavior: .gracefullyShutdownGroup))
        let group = ServiceGroup(configuration: .init(services: configurations, logger: logger))
        let failure: (any Error)?
        do {
            try await group.run()
            failure = nil
        } catch {
            failure = error
        }
        for close in onStopped { await close() }
        if let failure { throw failure }
    }
}
