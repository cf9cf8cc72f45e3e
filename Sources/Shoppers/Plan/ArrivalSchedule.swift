/// When each request is due: evenly spread, and laid down before the first is sent. A shop that answers slowly is asked
/// no less often, and a request that could not be sent in time is measured from when it was due (no coordinated
/// omission; see Gil Tene, How NOT to Measure Latency, 2013).
package struct ArrivalSchedule: Sendable, Hashable {
    package let rate: Double
    package let count: Int

    package init(rate: Double, duration: Duration) {
        self.rate = rate
        count = max(1, Int((rate * (duration / .seconds(1))).rounded()))
    }

    /// How long after the start the request `number` is due, counted from 0.
    package func due(_ number: Int) -> Duration { .seconds(Double(number) / rate) }

    /// How many people should have come by then: they come one after the other in the first `ramp`.
    static func present(of shoppers: Int, after elapsed: Duration, ramp: Duration) -> Int {
        guard ramp > .zero else { return shoppers }
        return max(1, min(shoppers, Int((Double(shoppers) * (elapsed / ramp)).rounded(.up))))
    }
}
