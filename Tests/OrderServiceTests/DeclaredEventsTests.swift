import Chassis
import Logging
import OrderService
import TestSupport
import Testing

@Suite struct DeclaredEventsTests {
    @Test func whatIsDeclaredToBeHeardIsWhatIsHandled() throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let work = OrderSagaWork(try Storage.inMemory(), pace: SagaPace(), logger: logger)
        let consumer = work.consumer(engine: MemoryEngine(), metrics: Metrics())
        #expect(consumer.kinds == Set(OrderServiceEvents.catalogue.consumes.map(\.name)))
    }
}
