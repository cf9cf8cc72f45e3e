import FoundationEssentials
import Glibc

/// Keeps all processes of a fleet running until it is stopped, or the task that runs it is cancelled; then stops them
/// all.
///
/// All start at once: each waits for its own needs by not being ready, so that no order is needed.
package struct Supervisor: Sendable {
    /// What there is to know of the fleet while it runs.
    package let board: FleetBoard

    private let plan: FleetPlan
    private let lock: FleetLock
    private let processes: [SupervisedProcess]
    private let stopping = AsyncStream.makeStream(of: Void.self)

    /// Makes the home ready for the fleet: takes the lock, ends what an earlier supervisor left behind, chooses the
    /// addresses, and writes the fleet's file and state.
    ///
    /// - Throws: `FleetError`.
    package init(
        preparing plan: FleetPlan, backoff: RestartPolicy.Backoff = RestartPolicy.Backoff(),
        chance: @escaping @Sendable () -> Double = { .random(in: 0...1) }
    ) async throws {
        try plan.home.prepare()
        let lock = try await FleetLock.take(plan.home)
        do {
            try plan.checkExecutables()
            try await FleetCleaner(home: plan.home).endOrphans()
            let running = try plan.runningFleet()
            let board = FleetBoard(try plan.initialState(of: running))
            try plan.home.write(running.encoded(), to: plan.home.fleetFile)
            try plan.home.write(FleetState.encoder().encode(board.state), to: plan.home.stateFile)
            processes = plan.processes(of: running, board: board, backoff: backoff, chance: chance)
            self.board = board
        } catch {
            plan.home.removeRunFiles()
            lock.release()
            throw error
        }
        self.plan = plan
        self.lock = lock
    }

    /// Returns after `stop()` or cancellation, when every process has ended and the run files are gone.
    package func run() async {
        await withTaskGroup { group in
            group.addTask { await record() }
            group.addTask { await rotateLogs() }
            group.addTask { await runProcesses() }
            for await _ in stopping.stream {}
            board.update { $0.phase = .stopping }
            group.cancelAll()
        }
        plan.home.removeRunFiles()
        lock.release()
    }

    /// Asks every process to stop; `run()` returns when they have.
    package func stop() {
        stopping.continuation.finish()
    }

    /// Ends every process at once, for a person who does not want to wait for them to stop.
    package func kill() {
        for process in board.state.processes {
            if let pid = process.pid { Glibc.kill(pid, SIGKILL) }
        }
    }

    private func runProcesses() async {
        await withDiscardingTaskGroup { group in
            for process in processes { group.addTask { await process.run() } }
        }
        board.finish()
    }

    /// The only writer of the state's file, so that states appear there in their order.
    private func record() async {
        for await state in board.changes() {
            if let data = try? FleetState.encoder().encode(state) {
                try? plan.home.write(data, to: plan.home.stateFile)
            }
        }
    }

    private func rotateLogs() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(5))
            for process in processes { process.log.rotate() }
        }
    }
}
