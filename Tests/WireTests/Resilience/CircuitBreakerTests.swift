import Testing
import Wire

@Suite struct CircuitBreakerTests {
    private let start = ContinuousClock.now

    private func breaker(_ outcomes: [CircuitBreaker.Outcome]) -> CircuitBreaker {
        var breaker = CircuitBreaker()
        for outcome in outcomes {
            let isPermitted = breaker.permit(at: start)
            #expect(isPermitted)
            breaker.record(outcome, at: start)
        }
        return breaker
    }

    @Test(
        arguments: [
            ([], false), ([.failure, .failure, .failure, .failure], false),
            ([.failure, .failure, .failure, .failure, .failure], true),
            ([.success, .success, .success, .failure, .failure], false),
            ([.success, .success, .failure, .failure, .failure], true),
            ([.success, .success, .success, .failure, .failure, .failure], true),
            ([.abandoned, .abandoned, .abandoned, .abandoned, .abandoned, .abandoned], false),
            ([.failure, .failure, .failure, .failure, .abandoned], false),
        ] as [([CircuitBreaker.Outcome], Bool)])
    func opensWhenEnoughFailed(_ outcomes: [CircuitBreaker.Outcome], _ opens: Bool) {
        var breaker = breaker(outcomes)
        let isPermitted = breaker.permit(at: start)
        #expect(isPermitted == !opens)
    }

    @Test func onlyTheWindowCounts() {
        var breaker = breaker(Array(repeating: .success, count: 200))
        for _ in 0..<9 { breaker.record(.failure, at: start) }
        #expect(breaker.state == .closed)
        breaker.record(.failure, at: start)
        #expect(breaker.state == .open(until: start + .seconds(1)))
    }

    @Test func probesOnceAfterThePause() {
        var breaker = breaker(Array(repeating: .failure, count: 5))
        let permits = [999, 1_000, 1_000].map { breaker.permit(at: start + .milliseconds($0)) }
        #expect(permits == [false, true, false])
        #expect(breaker.state == .halfOpen(probing: true))
    }

    @Test func probeDecides() {
        let open = breaker(Array(repeating: .failure, count: 5))
        let later = start + .seconds(1)
        var healed = open
        _ = healed.permit(at: later)
        healed.record(.success, at: later)
        #expect(healed.state == .closed)
        // It begins afresh: four failures are not enough again.
        for _ in 0..<4 { healed.record(.failure, at: later) }
        #expect(healed.state == .closed)

        var ill = open
        _ = ill.permit(at: later)
        ill.record(.failure, at: later)
        #expect(ill.state == .open(until: later + .seconds(1)))

        var abandoned = open
        _ = abandoned.permit(at: later)
        abandoned.record(.abandoned, at: later)
        let isPermitted = abandoned.permit(at: later)
        #expect(isPermitted)
    }

    @Test func callsUnderWayWhenItOpenedChangeNothing() {
        var breaker = breaker(Array(repeating: .failure, count: 5))
        let state = breaker.state
        for outcome in [CircuitBreaker.Outcome.success, .failure, .abandoned] { breaker.record(outcome, at: start) }
        #expect(breaker.state == state)
    }
}

@Suite struct RetryBudgetTests {
    @Test func burstThenNothing() {
        var budget = RetryBudget(share: 0.25, burst: 2)
        let permits = (0..<3).map { _ in budget.permitRetry() }
        #expect(permits == [true, true, false])
    }

    @Test func callsEarnRetries() {
        var budget = RetryBudget(share: 0.25, burst: 2)
        _ = budget.permitRetry()
        _ = budget.permitRetry()
        let permits = (0..<5).map { _ in
            budget.recordCall()
            return budget.permitRetry()
        }
        #expect(permits == [false, false, false, true, false])
    }

    @Test func savingsAreLimited() {
        var budget = RetryBudget(share: 0.5, burst: 2)
        for _ in 0..<100 { budget.recordCall() }
        let permits = (0..<5).count { _ in budget.permitRetry() }
        #expect(permits == 2)
    }
}
