import CatalogAPI
import Chassis
import GRDB
import Logging
import ServiceLifecycle
import Wire

/// The parts of the order saga in this service, put together over one database.
package struct StockWork: Sendable {
    package let outbox = Outbox(of: CatalogServiceEvents.catalogue)
    private let file: SharedCommit
    private let logger: Logger

    package init(_ database: any DatabaseWriter, _ logger: Logger) {
        file = SharedCommit(database)
        self.logger = logger
    }

    func services(on chassis: Chassis, engine: any EventEngine) -> [any Service] {
        chassis.metrics.add(file.commits)
        return [
            OutboxRelay(
                outbox: outbox, file: file, engine: engine, metrics: chassis.metrics, logger: logger),
            consumer(engine: engine, metrics: chassis.metrics),
        ]
    }

    package func consumer(engine: any EventEngine, metrics: Metrics) -> EventConsumer {
        EventConsumer(
            group: CatalogClient.serviceName,
            handlers: CatalogServiceEvents.handlers(StockReservations(outbox: outbox, logger: logger)),
            file: file, engine: engine, metrics: metrics, logger: logger)
    }
}
