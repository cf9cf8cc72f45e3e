import Fleet
import FoundationEssentials
import Testing

@Suite struct FleetBoardTests {
    private func state(_ phases: ProcessState.Phase...) throws -> FleetState {
        let processes = phases.enumerated().map { index, phase in
            ProcessState(name: "p\(index)", team: "t", address: "127.0.0.1:1", release: "dev", phase: phase)
        }
        return FleetState(
            phase: .starting, supervisor: try #require(ProcessIdentity.current), url: "http://127.0.0.1:1",
            release: "dev", started: Date(timeIntervalSince1970: 1_000), processes: processes)
    }

    @Test func theFleetIsUpOnceAllProcessesWereReady() throws {
        let board = FleetBoard(try state(.starting, .starting))
        board.update("p0") { $0.phase = .ready }
        #expect(board.state.phase == .starting)
        board.update("p1") { $0.phase = .ready }
        #expect(board.state.phase == .up)
        board.update("p1") { $0.phase = .waiting }
        #expect(board.state.phase == .up)
    }

    @Test func aWatcherSeesTheLastStateAndTheEnd() async throws {
        let board = FleetBoard(try state(.starting))
        let changes = board.changes()
        for restarts in 1...5 { board.update("p0") { $0.restarts = restarts } }
        board.finish()
        var seen: [Int] = []
        for await state in changes { seen.append(state.processes[0].restarts) }
        #expect(seen.last == 5)
    }

    @Test func whoComesLateStillSeesTheState() async throws {
        let board = FleetBoard(try state(.ready))
        board.finish()
        var count = 0
        for await _ in board.changes() { count += 1 }
        #expect(count == 1)
    }

    @Test func aStateIsTheSameAfterWritingAndReading() throws {
        var state = try state(.ready, .waiting)
        state.processes[1].lastExit = "signal 9"
        let data = try FleetState.encoder().encode(state)
        #expect(try FleetState.decoder().decode(FleetState.self, from: data) == state)
    }

    // MARK: Failing to start

    private let fleet = FleetFile(processes: [
        ProcessSpecification(name: "p0", team: "t", timeouts: .init(readySeconds: 5)),
        ProcessSpecification(name: "p1", team: "t", timeouts: .init(readySeconds: 30)),
    ])

    @Test(arguments: [(1_004.0, nil), (1_006.0, "p0"), (1_100.0, "p0")] as [(Double, String?)])
    func aProcessThatIsNotReadyInTimeFailsTheStart(now: Double, process: String?) throws {
        let state = try state(.starting, .starting)
        let failure = StartWatch(fleet).failure(in: state, at: Date(timeIntervalSince1970: now))
        #expect(failure?.process == process)
    }

    @Test func aProcessThatKeepsEndingFailsTheStart() throws {
        var state = try state(.ready, .waiting)
        state.processes[1].restarts = StartWatch.tolerated
        state.processes[1].lastExit = "exit 3"
        let failure = StartWatch(fleet).failure(in: state, at: Date(timeIntervalSince1970: 1_000))
        #expect(failure == .init(process: "p1", reason: "it ended 3 times (exit 3)"))
        state.phase = .up
        #expect(StartWatch(fleet).failure(in: state, at: Date(timeIntervalSince1970: 1_000)) == nil)
    }
}
