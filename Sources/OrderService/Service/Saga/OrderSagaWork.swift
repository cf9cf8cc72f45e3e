import Chassis
import GRDB
import Logging
import OrderAPI
import ServiceLifecycle
import Wire

/// The parts of the saga in this service, put together over one database.
package struct OrderSagaWork: Sendable {
    package let course: OrderCourse
    package let outbox: Outbox
    package let desk: PaymentDesk
    package let carrier: Carrier
    package let timeouts: SagaTimeouts
    /// Whatever is written at the same time shares a commit.
    let file: SharedCommit
    private let database: any DatabaseWriter
    private let logger: Logger

    /// - Parameters:
    ///   - now: the time of day, in milliseconds since 1970; nil for the machine's.
    ///   - leveling: who goes first when there is much to do.
    package init(
        _ database: any DatabaseWriter, pace: SagaPace, logger: Logger, now: (@Sendable () -> Int)? = nil,
        leveling: LoadLeveling? = nil
    ) {
        let clock = now.map(WallClock.init) ?? .system
        self.database = database
        self.logger = logger
        file = SharedCommit(database)
        outbox = Outbox(of: OrderServiceEvents.catalogue)
        course = OrderCourse(
            outbox: outbox, clock: clock, pace: pace, work: OrderWork(),
            leveling: leveling ?? LoadLeveling(LoadLeveling.Limits()), logger: logger)
        desk = PaymentDesk(
            file: file, gateway: PaymentGateway(file: file, clock: clock, slowness: pace.slowBank),
            payments: course.payments, course: course, clock: clock)
        carrier = Carrier(file: file, course: course, clock: clock, delivery: pace.delivery)
        timeouts = SagaTimeouts(file: file, course: course, desk: desk, clock: clock, grace: pace.grace)
    }

    /// Takes over what the release before has left.
    package func adoptOrders() throws { try SagaAdoption(course: course).run(database) }

    func services(on chassis: Chassis, engine: any EventEngine) -> [any Service] {
        [
            OutboxRelay(
                outbox: outbox, file: file, engine: engine, leveling: course.leveling, metrics: chassis.metrics,
                logger: logger),
            due("payments", course.work.payments) { try await desk.work() },
            due("parcels", course.work.parcels) { try await carrier.work() },
            due("timeouts", course.work.timeouts) { try await timeouts.work() },
            consumer(engine: engine, metrics: chassis.metrics),
        ]
    }

    package func consumer(engine: any EventEngine, metrics: Metrics) -> EventConsumer {
        EventConsumer(
            group: OrderClient.serviceName, handlers: OrderServiceEvents.handlers(course), file: file, engine: engine,
            metrics: metrics, logger: logger)
    }

    private func due(
        _ name: String, _ wakeUp: WakeUp, _ work: @escaping @Sendable () async throws -> Int?
    ) -> DueWork {
        DueWork(name: name, wakeUp: wakeUp, clock: course.clock, logger: logger, work: work)
    }
}
