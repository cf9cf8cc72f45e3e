import HTTPTypes
import Testing
import Wire

@Suite struct CallPlanTests {
    private static let old = ReleaseChoiceTests.instance("1-a", id: "a1")
    private static let other = ReleaseChoiceTests.instance("1-a", id: "a2", port: 2)
    private static let candidate = ReleaseChoiceTests.instance("2-b", share: 99, id: "b1", port: 3)
    private static let all = [old, other, candidate]

    private static func plan(_ method: HTTPRequest.Method = .get, _ key: String? = nil, release: String? = nil)
        -> CallPlan
    {
        var headers = HTTPFields()
        headers[.idempotencyKey] = key
        return CallPlan(
            request: WireRequest(method: method, target: "/", headers: headers), release: release, bucket: nil)
    }

    @Test(arguments: [
        WireError.deadlineExceeded, .connectionClosed(answered: true), .malformed("x"), .breakerOpen("s"),
    ])
    func aGetThatTheCandidateFailsGoesToTheOtherRelease(error: WireError) {
        var plan = Self.plan(release: "2-b")
        #expect(plan.instances(among: Self.all) == [Self.candidate])
        #expect(plan.afterFailure(error, at: Self.candidate, isCandidate: true) == .again)
        #expect(plan.instances(among: Self.all) == [Self.old, Self.other])
    }

    @Test func aPostThatTheCandidateTookStaysWithIt() {
        var plan = Self.plan(.post, release: "2-b")
        #expect(!plan.mayLeaveCandidate)
        #expect(plan.afterFailure(.deadlineExceeded, at: Self.candidate, isCandidate: true) == .giveUp)
    }

    @Test func whatWasNeverSentGoesToAnotherInstance() {
        var plan = Self.plan(.post)
        let error = WireError.unreachable(Self.old.address)
        #expect(plan.afterFailure(error, at: Self.old, isCandidate: false) == .againWithinBudget)
        #expect(plan.instances(among: Self.all) == [Self.other])
    }

    /// At any share: a dead candidate must not cost a shopper anything as long as the other release is there.
    @Test(arguments: [5, 100]) func whatWasNeverSentToTheOneCandidateGoesToTheReleaseInService(share: Int) {
        let candidate = ReleaseChoiceTests.instance("2-b", share: share, id: "b1", port: 3)
        let known = [Self.old, candidate]
        var plan = Self.plan(.post, release: "2-b")
        #expect(plan.instances(among: known) == [candidate])
        let error = WireError.unreachable(candidate.address)
        #expect(plan.afterFailure(error, at: candidate, isCandidate: true) == .againWithinBudget)
        #expect(plan.instances(among: known) == [Self.old])
    }

    @Test func whatTheReleaseInServiceIsNotThereForDoesNotGoToACandidate() {
        var plan = Self.plan(.post)
        let known = [Self.old, Self.candidate]
        let error = WireError.unreachable(Self.old.address)
        #expect(plan.afterFailure(error, at: Self.old, isCandidate: false) == .againWithinBudget)
        #expect(plan.instances(among: known) == [Self.old])
    }

    @Test(arguments: [
        (HTTPRequest.Method.get, nil, CallPlan.Decision.againWithinBudget), (.post, nil, .giveUp),
        (.post, "key", .againWithinBudget),
    ])
    func aBrokenConnectionIsTriedAgainWhereThatIsSafe(
        method: HTTPRequest.Method, key: String?, decision: CallPlan.Decision
    ) {
        var plan = Self.plan(method, key)
        let error = WireError.connectionClosed(answered: false)
        #expect(plan.afterFailure(error, at: Self.old, isCandidate: false) == decision)
    }

    @Test func theTriesHaveAnEnd() {
        var plan = Self.plan()
        var decisions: [CallPlan.Decision] = []
        for _ in 0..<4 {
            decisions.append(
                plan.afterFailure(.unreachable(Self.candidate.address), at: Self.candidate, isCandidate: true))
        }
        #expect(decisions == [.again, .again, .giveUp, .giveUp])
    }

    @Test func aWantedReleaseThatIsGoneIsDoneWithout() {
        #expect(Self.plan(release: "7-x").instances(among: [Self.old]) == [Self.old])
        #expect(Self.plan(release: "7-x").instances(among: []) == [])
    }
}

@Suite struct InstanceBalanceTests {
    private static let two = [
        ReleaseChoiceTests.instance("1-a", id: "a1", port: 1), ReleaseChoiceTests.instance("1-a", id: "a2", port: 2),
    ]

    private static func choices(_ balance: InstanceBalance, at now: ContinuousClock.Instant) -> Set<String> {
        var generator = SystemRandomNumberGenerator()
        return Set((0..<50).compactMap { _ in balance.choose(among: two, at: now, using: &generator)?.id })
    }

    @Test func theLessBusyOfTwoIsChosen() {
        var balance = InstanceBalance()
        balance.begin(Self.two[0].address)
        #expect(Self.choices(balance, at: .now) == ["a2"])
        balance.end(Self.two[0].address, wasReached: true, at: .now)
        #expect(Self.choices(balance, at: .now) == ["a1", "a2"])
    }

    @Test func oneThatCouldNotBeReachedIsPassedOverForAWhile() {
        var balance = InstanceBalance(pause: .seconds(1))
        let now = ContinuousClock.now
        balance.begin(Self.two[0].address)
        balance.end(Self.two[0].address, wasReached: false, at: now)
        #expect(Self.choices(balance, at: now) == ["a2"])
        #expect(Self.choices(balance, at: now + .seconds(2)) == ["a1", "a2"])
    }

    @Test func ifAllFailedOneIsTriedAllTheSame() {
        var balance = InstanceBalance()
        for instance in Self.two { balance.end(instance.address, wasReached: false, at: .now) }
        #expect(!Self.choices(balance, at: .now).isEmpty)
    }
}
