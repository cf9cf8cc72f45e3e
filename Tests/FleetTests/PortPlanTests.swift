import Fleet
import Testing

@Suite struct PortPlanTests {
    private let fleet = FleetFile(processes: [
        ProcessSpecification(name: "first", team: "a"),
        ProcessSpecification(name: "second", team: "a"),
        ProcessSpecification(name: "entry", team: "b", isPublic: true),
        ProcessSpecification(name: "third", team: "a"),
    ])

    @Test(
        arguments: [
            (8080, [], ["first": 8081, "second": 8082, "entry": 8080, "third": 8083]),
            (8080, [8082], ["first": 8081, "second": 20_000, "entry": 8080, "third": 8083]),
            (8080, [8081, 8082, 8083], ["first": 20_000, "second": 20_001, "entry": 8080, "third": 20_002]),
            (65_535, [], ["first": 20_000, "second": 20_001, "entry": 65_535, "third": 20_002]),
        ] as [(Int, Set<Int>, [String: Int])])
    func othersFollowThePublicPort(port: Int, taken: Set<Int>, expected: [String: Int]) throws {
        let plan = try PortPlan(
            for: fleet, publicPort: port, isFree: { !taken.contains($0) },
            anyFree: { used in (20_000...).first { !used.contains($0) } })
        #expect(plan.ports == expected)
    }

    @Test func aBusyPublicPortIsRefused() {
        #expect(throws: PortPlanError.publicPortTaken(8080)) {
            try PortPlan(for: fleet, publicPort: 8080, isFree: { _ in false }, anyFree: { _ in 1 })
        }
    }

    @Test func aMachineWithoutPortsIsRefused() {
        #expect(throws: PortPlanError.noFreePort("first")) {
            try PortPlan(for: fleet, publicPort: 8080, isFree: { $0 == 8080 }, anyFree: { _ in nil })
        }
    }

    @Test func aHeldPortIsNotFreeAndItsHolderIsFound() throws {
        let port = try #require(LoopbackPorts.firstFree(of: 1))
        #expect(LoopbackPorts.isFree(port))
        let listener = try Listener(port: port)
        #expect(!LoopbackPorts.isFree(port))
        let holder = try #require(PortHolder.find(port: port))
        guard case .process(let pid, _, nil) = holder.owner else {
            Issue.record("the holder is \(holder)")
            return
        }
        #expect(pid == listener.owner)
        listener.close()
        #expect(LoopbackPorts.isFree(port))
    }

    @Test func onlyAPortThatNoProcessHoldsIsWaitedFor() async throws {
        let port = try #require(LoopbackPorts.firstFree(of: 1))
        #expect(await LoopbackPorts.becomesFree(port, within: .zero))
        let listener = try Listener(port: port)
        let start = ContinuousClock.now
        #expect(await !LoopbackPorts.becomesFree(port, within: .seconds(60)))
        #expect(start.duration(to: .now) < .seconds(20))
        listener.close()
        #expect(await LoopbackPorts.becomesFree(port))
    }

    @Test(arguments: [0, -1, 65_536]) func whatIsNoPortIsNotFree(number: Int) {
        #expect(!LoopbackPorts.isFree(number))
    }
}
