import Fleet
import Foundation
import Testing

/// Whole rollouts with made-up requests, judged at every look: good ones, and each kind of bad one.
@Suite struct JudgeNoiseTests {
    enum Fault: CaseIterable, Sendable {
        case fails, oftenFails, tenTimesSlower, bloated, fallsBack, garbage
    }

    /// A process's requests as they are when it is well: each process is another one.
    private struct Process {
        let rate: Double
        let failing: Double
        let median: Double
        let spread: Double
        let burst: Double
        let heavy: Double

        init(_ chance: inout SeededGenerator, atLeast rate: Double) {
            self.rate = max(rate, [0.5, 4, 20, 60, 120].randomElement(using: &chance) ?? 1)
            failing = [0, 0, 0.001, 0.01, 0.05].randomElement(using: &chance) ?? 0
            median = [0.5, 2, 8, 40].randomElement(using: &chance) ?? 1
            spread = .random(in: 0.3...1, using: &chance)
            burst = [0, 0.05, 0.2].randomElement(using: &chance) ?? 0
            heavy = [0, 0.1, 0.3].randomElement(using: &chance) ?? 0
        }

        func add(
            to figures: inout ReleaseFigures, fault: Fault?, slow: Double, heavy: Double,
            _ chance: inout SeededGenerator
        ) {
            func happens(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &chance) < share }
            figures.requests += 1
            let isHeavy = happens(heavy)
            var time = median * exp(spread * Self.normal(&chance)) * slow * (isHeavy ? 8 : 1)
            if fault == .tenTimesSlower { time *= 10 }
            figures.latencies.add(milliseconds: time)
            if happens(fault == .fails ? 1 : fault == .oftenFails ? 0.5 : failing) { figures.failures += 1 }
            figures.bytes += (isHeavy ? 20_000 : 3_000) * (fault == .bloated ? 20 : 1)
            if happens(fault == .fallsBack ? 0.5 : failing) { figures.fallbacks += 1 }
            if happens(fault == .garbage ? 1 : failing / 2) { figures.complaints += 1 }
        }

        /// Box and Muller's normal deviate.
        private static func normal(_ chance: inout SeededGenerator) -> Double {
            let radius = sqrt(-2 * log(Double.random(in: Double.leastNonzeroMagnitude..<1, using: &chance)))
            return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &chance))
        }
    }

    /// Plays a rollout of four steps with ten looks each. Returns the reason for which it was called worse, if it was.
    private static func play(_ process: Process, fault: Fault?, _ chance: inout SeededGenerator) -> String? {
        var judge = Judge()
        var served = 0
        for share in [0.05, 0.25, 0.5, 1] {
            // Few visitors have the candidate: what they ask for is not what all ask for.
            let heavy = min(1, process.heavy * .random(in: 0...(share < 0.2 ? 3 : 1.5), using: &chance))
            for _ in 0..<10 {
                let isBurst = Double.random(in: 0..<1, using: &chance) < process.burst
                let slow = isBurst ? Double.random(in: 3...20, using: &chance) : 1
                let expected = process.rate * 0.25
                let requests = Int(expected * .random(in: 0...2, using: &chance) + .random(in: 0..<1, using: &chance))
                var before = ReleaseFigures()
                var candidate = ReleaseFigures()
                for _ in 0..<requests {
                    if Double.random(in: 0..<1, using: &chance) < share {
                        let cold = served < 6 ? 10.0 : 1
                        served += 1
                        process.add(to: &candidate, fault: fault, slow: slow * cold, heavy: heavy, &chance)
                    } else {
                        process.add(to: &before, fault: nil, slow: slow, heavy: process.heavy, &chance)
                    }
                }
                judge.observe(candidate, before)
                if case .worse(let reason) = judge.verdict { return reason }
            }
        }
        return nil
    }

    @Test func ofThousandGoodRolloutsNoneIsTakenBack() {
        var chance = SeededGenerator(seed: 3)
        let alarms = (0..<4_000).compactMap { _ in
            Self.play(Process(&chance, atLeast: 0), fault: nil, &chance)
        }
        #expect(alarms.count < 4, "\(alarms)")
    }

    @Test(arguments: Fault.allCases)
    func everyBadRolloutIsSeen(fault: Fault) {
        var chance = SeededGenerator(seed: 11)
        let seen = (0..<500).filter { _ in
            Self.play(Process(&chance, atLeast: 60), fault: fault, &chance) != nil
        }
        #expect(seen.count == 500)
    }
}
