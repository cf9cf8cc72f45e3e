import Configuration
import Glibc
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Wire

/// What every process of the fleet stands on: settings, logs, discovery, health, lifecycle. A process adds its domain.
package struct Chassis: Sendable {
    package let settings: ProcessSettings
    package let logger: Logger
    package let discovery: any Discovery
    /// Where this process stands between its start and its end.
    package let lifecycle: Lifecycle
    package let metrics: Metrics
    /// The process's own settings, for the one place where it reads them.
    package let configuration: ConfigReader

    package init(
        settings: ProcessSettings, logger: Logger, discovery: any Discovery,
        configuration: ConfigReader = ConfigReader(provider: InMemoryProvider(values: [:]))
    ) {
        self.settings = settings
        self.logger = logger
        self.discovery = discovery
        self.configuration = configuration
        lifecycle = Lifecycle(awaitsTurn: settings.awaitsTurn)
        metrics = Metrics()
    }

    /// Where this process keeps a file of its own, e.g. its database.
    package func dataPath(_ file: String) -> String { "\(settings.data)/\(file)" }

    /// A file of the project, e.g. a template.
    package func projectPath(_ path: String) -> String { "\(settings.root)/\(path)" }

    /// A client of another process of the fleet.
    package func client(
        of service: String, timeout: Duration = .seconds(2), breaker: CircuitBreaker.Settings = .init()
    ) -> ServiceClient {
        ServiceClient(service, discovery: discovery, timeout: timeout, breaker: breaker)
    }

    /// The process that serves `shop`: its routes behind the chassis' own middleware, health and metrics.
    /// - Parameter lifecycle: nil for the chassis' own; a test that serves twice gives each server another.
    package func serve(
        _ shop: ShopApplication, lifecycle: Lifecycle? = nil,
        onListening: @escaping @Sendable (Address) async -> Void = { _ in }
    ) -> ShopProcess {
        let lifecycle = lifecycle ?? self.lifecycle
        HealthRoutes(
            name: settings.name, release: settings.release, checks: shop.readiness, lifecycle: lifecycle
        ).add(to: shop.router)
        metrics.addRoute(to: shop.router)
        let connections = OpenConnections()
        metrics.add(Gauge("shop_connections_open", help: "Connections being served.") { Double(connections.count) })
        let responder = shop.router.buildResponder()
        let server = ShopServer(
            settings: settings, kind: shop.connections,
            responder: Answering(responder: responder, logger: logger).answer, readiness: shop.readiness,
            farewells: shop.beforeDraining, lifecycle: lifecycle, connections: connections, logger: logger,
            onListening: onListening)
        return ShopProcess(
            responder: responder, lifecycle: lifecycle, logger: logger, services: shop.services, server: server,
            onStopped: shop.onStopped)
    }

    /// A router with the chassis' middleware: scope, completion log, problem documents.
    /// - Parameter trustsCallers: false at the edge, where trace and deadline headers from outside mean nothing.
    package func router(trustsCallers: Bool = true) -> Router<ShopContext> {
        let router = Router(context: ShopContext.self, options: .autoGenerateHeadEndpoints)
        router.add(
            middleware: RequestScopeMiddleware(
                release: settings.release, trustsCallers: trustsCallers, metrics: metrics.requests))
        router.add(middleware: ProblemMiddleware())
        return router
    }
}

// MARK: The program

extension Chassis {
    /// Runs a process from start to end: the whole of every executable.
    package static func run(_ build: (Chassis) async throws -> ShopApplication) async {
        var logger = Logger(label: "chassis") { _ in JSONLogHandler(service: "unknown", release: "unknown") }
        NIOSingletons.groupLoopCountSuggestion = min(System.coreCount, maximumEventLoops)
        OpenFiles.raiseLimit()
        do {
            let reader = ConfigReader(provider: EnvironmentVariablesProvider())
            let settings = try ProcessSettings(reader: reader)
            try InheritedSocket.claim(settings.inherited)
            logger = Logger(label: settings.name) { _ in
                JSONLogHandler(service: settings.name, release: settings.release)
            }
            logger.logLevel = Logger.Level(rawValue: settings.logLevel) ?? .info
            let discovery = try await Self.discovery(settings, logger)
            let chassis = Chassis(
                settings: settings, logger: logger, discovery: discovery, configuration: reader)
            var shop = try await build(chassis)
            let registration = chassis.join(&shop)
            try await chassis.run(chassis.serve(shop) { registration?.listens(at: $0) })
            logger.info("stopped")
        } catch {
            logger.critical("cannot run", metadata: ["error": "\(error)"])
            exit(error is DamagedDatabase ? DamagedDatabase.exitCode : 1)
        }
    }

    /// Each loop is a thread with buffers of its own, and there are many processes.
    private static let maximumEventLoops = 4

    private func run(_ process: ShopProcess) async throws {
        let group = group(of: process)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await SignalWatch(lifecycle: process.lifecycle).run() }
            try await group.run()
            tasks.cancelAll()
        }
    }

    private func group(of process: ShopProcess) -> ServiceGroup {
        var services = [
            ServiceGroupConfiguration.ServiceConfiguration(
                service: process, successTerminationBehavior: .gracefullyShutdownGroup),
            .init(service: StartupMemory(), successTerminationBehavior: .ignore),
        ]
        if settings.hasLifeline {
            let lifeline = Lifeline(lifecycle: process.lifecycle)
            services.append(.init(service: lifeline, successTerminationBehavior: .gracefullyShutdownGroup))
        }
        var configuration = ServiceGroupConfiguration(services: services, logger: logger)
        configuration.maximumGracefulShutdownDuration = settings.drain.stopLimit + .seconds(1)
        return ServiceGroup(configuration: configuration)
    }
}
