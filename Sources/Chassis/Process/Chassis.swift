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
    }

    /// Where this process keeps a file of its own, e.g. its database.
    package func dataPath(_ file: String) -> String { "\(settings.home)/data/\(file)" }

    /// A file of the project, e.g. a template.
    package func projectPath(_ path: String) -> String { "\(settings.root)/\(path)" }

    /// A client of another process of the fleet.
    package func client(of service: String, timeout: Duration = .seconds(2)) -> ServiceClient {
        ServiceClient(service, discovery: discovery, timeout: timeout)
    }

    /// The application that serves `shop`: its routes behind the chassis' own middleware, and the health routes.
    package func serve(
        _ shop: ShopApplication, onListening: @escaping @Sendable (Address) async -> Void = { _ in }
    ) -> Application<RouterResponder<ShopContext>> {
        HealthRoutes(name: settings.name, release: settings.release, checks: shop.readiness).add(to: shop.router)
        return Application(
            router: shop.router,
            server: shop.server,
            configuration: ApplicationConfiguration(
                address: .hostname(settings.address.host, port: settings.address.port), backlog: 1024),
            services: shop.services,
            onServerRunning: { channel in
                guard let port = channel.localAddress?.port else { return }
                let address = Address(host: settings.address.host, port: port)
                logger.info("listening", metadata: ["address": "\(address)"])
                await onListening(address)
            },
            logger: logger)
    }

    /// A router with the chassis' middleware: scope, completion log, problem documents.
    /// - Parameter trustsCallers: false at the edge, where trace and deadline headers from outside mean nothing.
    package func router(trustsCallers: Bool = true) -> Router<ShopContext> {
        let router = Router(context: ShopContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestScopeMiddleware(release: settings.release, trustsCallers: trustsCallers))
        router.add(middleware: ProblemMiddleware())
        return router
    }
}

// MARK: The program

extension Chassis {
    /// Runs a process from start to end: the whole of every executable.
    package static func run(_ build: (Chassis) async throws -> ShopApplication) async {
        var logger = Logger(label: "chassis") { _ in JSONLogHandler(service: "unknown", release: "unknown") }
        OpenFiles.raiseLimit()
        do {
            let reader = ConfigReader(provider: EnvironmentVariablesProvider())
            let settings = try ProcessSettings(reader: reader)
            logger = Logger(label: settings.name) { _ in
                JSONLogHandler(service: settings.name, release: settings.release)
            }
            logger.logLevel = Logger.Level(rawValue: settings.logLevel) ?? .info
            let discovery = try FleetFileDiscovery(path: settings.fleetFile)
            let chassis = Chassis(
                settings: settings, logger: logger, discovery: discovery, configuration: reader)
            let application = chassis.serve(try await build(chassis))
            try await chassis.group(of: application).run()
            logger.info("stopped")
        } catch {
            logger.critical("cannot run", metadata: ["error": "\(error)"])
            exit(1)
        }
    }

    private func group(of application: some ApplicationProtocol) -> ServiceGroup {
        var services = [
            ServiceGroupConfiguration.ServiceConfiguration(service: application),
            .init(service: StartupMemory(), successTerminationBehavior: .ignore),
        ]
        if settings.hasLifeline {
            services.append(.init(service: Lifeline(), successTerminationBehavior: .gracefullyShutdownGroup))
        }
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(8)
        return ServiceGroup(configuration: configuration)
    }
}
