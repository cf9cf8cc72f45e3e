import FoundationEssentials
import Shoppers

/// When something is killed: at random moments, laid down before the first.
package struct KillSchedule: Sendable, Equatable {
    /// From the start, in their order.
    package let moments: [Duration]

    /// Before that, nothing is killed: there is a shop to be disturbed first.
    private static let calm = Duration.seconds(1)

    /// - Parameters:
    ///   - count: how many; the last is at the very end, when orders are still on their way.
    ///   - duration: of the traffic.
    package init(count: Int, within duration: Duration, using random: inout some RandomNumberGenerator) {
        let span = max(0, (duration - Self.calm) / .seconds(1))
        let chosen = (0..<max(0, count - 1)).map { _ in
            Self.calm + .seconds(Double.random(in: 0...1, using: &random) * span)
        }
        moments = count > 0 ? chosen.sorted() + [duration] : []
    }
}
