import Fleet
import FoundationEssentials
import Glibc
import Testing

/// The supervisor with processes that misbehave on purpose: shell scripts that never listen.
@Suite struct SupervisorTests {
    @Test func aProcessThatEndsIsStartedAgainAfterGrowingPauses() async throws {
        try await TestFleet.run(["echo one more; exit 3"]) { supervisor, plan in
            let state = try await supervisor.state { $0.processes[0].restarts >= 3 }
            #expect(state.processes[0].lastExit == "exit 3")
            #expect(state.phase == .starting)
            let log = FileManager.default.contents(atPath: plan.home.log(of: "p0")) ?? Data()
            #expect(String(decoding: log, as: UTF8.self).hasPrefix("one more\none more\none more\n"))
        }
    }

    @Test func aProcessLearnsItsEnvironmentAndItsFleet() async throws {
        let script = #"echo "$SHOP_PROCESS $SHOP_ADDRESS $SHOP_LIFELINE"; cat "$SHOP_FLEET"; exec sleep 60"#
        try await TestFleet.run([script]) { supervisor, plan in
            let state = try await supervisor.state { $0.processes[0].pid != nil }
            let log = try await plan.log(of: "p0") { $0.contains("}\n  ]") || $0.hasSuffix("}") }
            #expect(log.hasPrefix("p0 \(state.processes[0].address) stdin\n"))
            #expect(state.url == "http://127.0.0.1:\(plan.port)")
            let file = Data(log.drop { $0 != "\n" }.dropFirst().utf8)
            let fleet = try FleetFile(decoding: file, file: "SHOP_FLEET")
            #expect(fleet.processes[0].address == state.processes[0].address)
            #expect(fleet.processes[0].release == "1-test")
            #expect(state.processes[0].id == "p0-1-test-1")
        }
    }

    @Test func aProcessThatIgnoresTheSignalIsKilledAfterItsTime() async throws {
        let clock = ContinuousClock()
        let script = "trap '' TERM; echo deaf; while :; do sleep 0.05; done"
        let start = try await TestFleet.run([script]) { supervisor, plan in
            _ = try await plan.log(of: "p0") { $0.contains("deaf") }
            return clock.now
        }
        #expect(start.duration(to: clock.now) >= .milliseconds(900))
        #expect(start.duration(to: clock.now) < .seconds(5))
    }

    @Test func theLifelineIsHeldByNobodyElse() async throws {
        let script = "echo reading; read nothing; echo ended; exit 0"
        try await TestFleet.run([script, script, script]) { supervisor, plan in
            for name in ["p0", "p1", "p2"] { _ = try await plan.log(of: name) { $0.contains("reading") } }
            let state = try await supervisor.state { $0.processes.allSatisfy { $0.pid != nil } }
            for process in state.processes {
                let pid = try #require(process.pid)
                let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd")
                let pipes = open.filter { name in
                    let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/fd/\(name)")
                    return link?.hasPrefix("pipe:") == true
                }
                #expect(pipes == ["0"])
            }
        }
    }

    @Test func anInstanceLeadsASessionWhosePartOfTheProcessorsCanBeChanged() async throws {
        try await TestFleet.run(["exec sleep 60"]) { supervisor, _ in
            let state = try await supervisor.state { $0.processes[0].pid != nil }
            let pid = try #require(state.processes[0].pid)
            #expect(getsid(pid) == pid)
            // A kernel that does not share out by sessions has no such file.
            let file = "/proc/\(pid)/autogroup"
            for (priority, nice) in [(SessionPriority.behind, "nice 5"), (.normal, "nice 0")] {
                while !priority.apply(to: pid) { try await Task.sleep(for: .milliseconds(20)) }
                guard let told = FileManager.default.contents(atPath: file) else { continue }
                #expect(String(decoding: told, as: UTF8.self).contains(nice))
            }
        }
    }

    @Test func aSecondSupervisorOfTheSameHomeIsRefused() async throws {
        try await TestFleet.run(["exec sleep 60"]) { supervisor, plan in
            let error = await #expect(throws: FleetError.self) { try await Supervisor(preparing: plan) }
            #expect(error == .alreadySupervised(by: getpid(), url: supervisor.board.state.url))
        }
    }

    @Test func aMissingExecutableIsNamed() async throws {
        try await withScratchFolder { folder in
            let plan = try TestFleet.plan(in: folder, scripts: ["exit 0"])
            try FileManager.default.removeItem(atPath: plan.binaries + "/p0")
            await #expect(throws: FleetError.missingExecutable(process: "p0", path: plan.binaries + "/p0")) {
                try await Supervisor(preparing: plan)
            }
            #expect(try plan.runFiles.isEmpty)
        }
    }

    @Test func aBusyPublicPortIsRefusedWithItsHolder() async throws {
        try await withScratchFolder { folder in
            let plan = try TestFleet.plan(in: folder, scripts: ["exit 0"])
            let listener = try Listener(port: plan.port)
            defer { listener.close() }
            let error = await #expect(throws: FleetError.self) { try await Supervisor(preparing: plan) }
            guard case .portTaken(plan.port, let holder?) = error else {
                Issue.record("the error is \(String(describing: error))")
                return
            }
            #expect(holder.description.contains("process \(getpid()) "))
        }
    }

    @Test func whatAnEarlierSupervisorLeftBehindIsEndedFirst() async throws {
        try await withScratchFolder { folder in
            let plan = try TestFleet.plan(in: folder, scripts: ["exec sleep 60"])
            let orphan = try TestFleet.orphan(of: plan)
            #expect(orphan.isAlive)
            let supervisor = try await Supervisor(preparing: plan)
            #expect(await orphan.hasEnded(within: .seconds(1)))
            supervisor.stop()
            await supervisor.run()
        }
    }

    @Test func takingDownAHomeWithoutAFleetFindsNothing() async throws {
        try await withScratchFolder { folder in
            let outcome = try await FleetCleaner(home: FleetHome(path: folder)).takeDown()
            #expect(outcome == .nothingRan)
        }
    }
}
