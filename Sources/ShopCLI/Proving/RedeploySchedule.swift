import Fleet
import Shoppers

/// Which process is redeployed when: round after round through all of the fleet, each round in another random order.
package struct RedeploySchedule: Sendable {
    package struct Entry: Sendable, Equatable {
        /// Counted from 1.
        package let number: Int
        package let process: ProcessSpecification
        package let pace: ControlRequest.Pace
    }

    /// Half of a fleet's processes can run side by side, so that about every tenth redeploy goes in steps.
    private static let stepwise = 5
    /// The first is so early that a short proof has one.
    private static let firstStepwise = 3
    private static let stepMilliseconds = 300

    package let entries: [Entry]

    /// - Parameter seed: the same seed makes the same order.
    package init(of processes: [ProcessSpecification], count: Int, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var round: [ProcessSpecification] = []
        var sideBySide = 0
        entries = (1...max(1, count)).compactMap { number in
            if round.isEmpty { round = processes.shuffled(using: &random) }
            guard let process = round.popLast() else { return nil }
            if process.strategy == .canary { sideBySide += 1 }
            let isStepwise = process.strategy == .canary && sideBySide % Self.stepwise == Self.firstStepwise
            let pace = ControlRequest.Pace(
                steps: isStepwise ? [10, 50] : nil, stepMilliseconds: Self.stepMilliseconds, isAtOnce: !isStepwise)
            return Entry(number: number, process: process, pace: pace)
        }
    }
}
