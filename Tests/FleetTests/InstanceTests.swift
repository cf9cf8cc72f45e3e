import Fleet
import FoundationEssentials
import Glibc
import Testing

/// Instances that come and go while the supervisor runs: shell scripts that say which signal they got.
@Suite(.timeLimit(.minutes(1))) struct InstanceTests {
    /// Ends by the gentlest signal that it hears; with ENDS it ends by itself.
    private static let script = """
        if [ -n "$ENDS" ]; then exit "$ENDS"; fi
        trap 'echo "$SHOP_INSTANCE drained"; exit 0' QUIT
        trap 'echo "$SHOP_INSTANCE stopped"; exit 0' TERM
        echo "$SHOP_INSTANCE begun"
        while :; do sleep 0.02; done
        """

    /// One more instance of a process that runs.
    private static func twin(
        of process: String, in supervisor: Supervisor, id: String = "twin", isKeptAlive: Bool = true,
        environment: [String: String] = [:]
    ) throws -> InstancePlan {
        var plan = try #require(supervisor.instances(of: process).first)
        plan.id = id
        plan.isKeptAlive = isKeptAlive
        plan.environment["SHOP_INSTANCE"] = id
        plan.environment.merge(environment) { $1 }
        return plan
    }

    private func hasBegun(_ id: String, _ supervisor: Supervisor, _ plan: FleetPlan) async throws {
        _ = try await supervisor.state { $0[id: id]?.pid != nil }
        _ = try await plan.log(of: "p0") { $0.contains("\(id) begun\n") }
    }

    @Test(arguments: [(Farewell.drain, "drained"), (.stop, "stopped")])
    func anInstanceLeavesTheBoardAsItWasTold(farewell: Farewell, word: String) async throws {
        try await TestFleet.run([Self.script]) { supervisor, plan in
            try await hasBegun("p0-1-test-1", supervisor, plan)
            supervisor.start(try Self.twin(of: "p0", in: supervisor))
            try await hasBegun("twin", supervisor, plan)
            #expect(supervisor.board.state.processes.map(\.id) == ["p0-1-test-1", "twin"])
            supervisor.end("twin", farewell)
            let state = try await supervisor.state { $0[id: "twin"] == nil }
            #expect(state.processes.map(\.id) == ["p0-1-test-1"])
            _ = try await plan.log(of: "p0") { $0.contains("twin \(word)\n") }
        }
    }

    @Test func whoDrainsIsShownSoUntilItHasEnded() async throws {
        let script = "trap '' QUIT; echo \"$SHOP_INSTANCE begun\"; while :; do sleep 0.02; done"
        try await TestFleet.run([script]) { supervisor, plan in
            try await hasBegun("p0-1-test-1", supervisor, plan)
            supervisor.end("p0-1-test-1", .drain)
            _ = try await supervisor.state { $0.processes.first?.phase == .draining }
            supervisor.end("p0-1-test-1", .stop)
            _ = try await supervisor.state { $0.processes.isEmpty }
        }
    }

    @Test func whoIsDeafToItsSignalIsKilled() async throws {
        let script = "trap '' QUIT TERM; echo \"$SHOP_INSTANCE begun\"; while :; do sleep 0.02; done"
        try await TestFleet.run([script]) { supervisor, plan in
            try await hasBegun("p0-1-test-1", supervisor, plan)
            supervisor.start(try Self.twin(of: "p0", in: supervisor))
            try await hasBegun("twin", supervisor, plan)
            supervisor.end("twin", .kill)
            _ = try await supervisor.state { $0[id: "twin"] == nil }
            // The other has a second to stop, then it is killed too.
            supervisor.end("p0-1-test-1", .stop)
            _ = try await supervisor.state { $0.processes.isEmpty }
        }
    }

    @Test func whoIsEndedBeforeItHasBegunEndsAllTheSame() async throws {
        try await TestFleet.run([Self.script]) { supervisor, plan in
            for number in 0..<20 {
                supervisor.start(try Self.twin(of: "p0", in: supervisor, id: "twin-\(number)"))
                supervisor.end("twin-\(number)", .stop)
            }
            _ = try await supervisor.state { $0.processes.map(\.id) == ["p0-1-test-1"] }
        }
    }

    @Test func whoIsKeptAliveIsStartedAgain() async throws {
        try await TestFleet.run([Self.script]) { supervisor, plan in
            try await hasBegun("p0-1-test-1", supervisor, plan)
            supervisor.start(try Self.twin(of: "p0", in: supervisor, environment: ["ENDS": "4"]))
            let state = try await supervisor.state { $0[id: "twin"].map { $0.restarts >= 2 } ?? false }
            #expect(state[id: "twin"]?.lastExit == "exit 4")
            supervisor.end("twin", .stop)
            _ = try await supervisor.state { $0[id: "twin"] == nil }
        }
    }

    @Test func aCandidateThatEndsIsGone() async throws {
        try await TestFleet.run([Self.script]) { supervisor, plan in
            try await hasBegun("p0-1-test-1", supervisor, plan)
            supervisor.start(
                try Self.twin(of: "p0", in: supervisor, isKeptAlive: false, environment: ["ENDS": "4"]))
            // From the moment at which anybody may know of its end.
            _ = try await supervisor.state { $0[id: "twin"].map { $0.phase == .stopped } ?? true }
            #expect(!supervisor.keepAlive("twin"))
            _ = try await supervisor.state { $0[id: "twin"] == nil }
            #expect(!supervisor.keepAlive("twin"))
            #expect(supervisor.board.state[id: "p0-1-test-1"]?.restarts == 0)
        }
    }

    @Test func aCandidateThatHasWonIsStartedAgain() async throws {
        try await TestFleet.run([Self.script]) { supervisor, plan in
            try await hasBegun("p0-1-test-1", supervisor, plan)
            supervisor.start(try Self.twin(of: "p0", in: supervisor, isKeptAlive: false))
            try await hasBegun("twin", supervisor, plan)
            #expect(supervisor.keepAlive("twin"))
            let pid = try #require(supervisor.board.state[id: "twin"]?.pid)
            kill(pid, SIGKILL)
            let state = try await supervisor.state { state in
                state[id: "twin"].map { $0.restarts == 1 && $0.pid != nil } ?? false
            }
            #expect(state[id: "twin"]?.lastExit == "signal 9")
            #expect(state[id: "twin"]?.pid != pid)
        }
    }

    @Test func theFleetStopsFromTheEdgeInwards() async throws {
        let script = """
            trap 'echo "$SHOP_PROCESS" >>"$SHOP_HOME/data/order"; exit 0' TERM
            echo begun
            while :; do sleep 0.02; done
            """
        try await TestFleet.run([script, script, script]) { plan in
            let order = FileManager.default.contents(atPath: plan.home.data + "/order") ?? Data()
            #expect(String(decoding: order, as: UTF8.self) == "p2\np1\np0\n")
        } _: { _, plan in
            for name in ["p0", "p1", "p2"] { _ = try await plan.log(of: name) { $0.contains("begun") } }
        }
    }
}
