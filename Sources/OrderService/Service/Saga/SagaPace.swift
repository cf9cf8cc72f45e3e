import Configuration
import Wire

/// How long an order's states may last, and how fast the simulated carrier and bank are.
///
/// Configuration keys (as environment variables: upper case, `_` for `.`):
/// - `saga.stock.seconds` (int, default 30): how long an order waits for catalog-service's answer.
/// - `saga.payment.seconds` (int, default 20): how long it waits for the bank's.
/// - `carrier.collect.milliseconds` (int, default 5000): from an order's confirmation until the carrier has its parcel.
/// - `carrier.deliver.milliseconds` (int, default 10000): from then until the buyer has it.
/// - `bank.slow.milliseconds` (int, default 3000): how long the bank takes over the slow test card.
package struct SagaPace: Sendable {
    package var stock = Duration.seconds(30)
    package var payment = Duration.seconds(20)
    package var collection = Duration.seconds(5)
    package var delivery = Duration.seconds(10)
    package var slowBank = Duration.seconds(3)
    /// How late the carrier may be before it is asked again.
    package var carrierDelay = Duration.seconds(60)
    /// After a start nothing is timed out for so long: answers that came meanwhile are heard first.
    package var grace = Duration.seconds(2)

    package init() {}

    package init(_ reader: ConfigReader) {
        self.init()
        stock = .seconds(reader.int(forKey: "saga.stock.seconds", default: 30))
        payment = .seconds(reader.int(forKey: "saga.payment.seconds", default: 20))
        collection = .milliseconds(reader.int(forKey: "carrier.collect.milliseconds", default: 5_000))
        delivery = .milliseconds(reader.int(forKey: "carrier.deliver.milliseconds", default: 10_000))
        slowBank = .milliseconds(reader.int(forKey: "bank.slow.milliseconds", default: 3_000))
    }

    /// How long a state may last; nil for an end.
    func limit(of state: OrderSaga.State) -> Duration? {
        switch state {
        case .placed: stock
        case .reserved: payment
        case .confirmed: collection + carrierDelay
        case .shipped: delivery + carrierDelay
        case .delivered, .rejected: nil
        }
    }
}
