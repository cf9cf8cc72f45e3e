import Fleet
import FoundationEssentials
import Glibc

/// A fleet in the foreground: supervised, shown, and stopped by a signal.
struct FleetSession: Sendable {
    let plan: FleetPlan
    let terminal: Terminal

    /// Returns when the fleet has been stopped.
    ///
    /// - Throws: `FleetError`, or `ShopError` when the fleet did not start.
    func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        let supervisor = try await Supervisor(preparing: plan)
        let failure = await withTaskGroup(of: StartWatch.Failure?.self) { group in
            group.addTask {
                await supervisor.run()
                return nil
            }
            group.addTask {
                await stop(supervisor, at: Signals.stream())
                return nil
            }
            group.addTask {
                let failure = await StartWatch(plan.fleet).watch(supervisor.board)
                if failure != nil { supervisor.stop() }
                return failure
            }
            await show(supervisor.board)
            group.cancelAll()
            return await group.reduce(nil) { $0 ?? $1 }
        }
        if let failure { throw explain(failure) }
        terminal.line("Stopped: \(Words.count(plan.fleet.processes.count, "process", "processes")), nothing left.")
    }

    /// The first signal stops the fleet in peace, the second one at once.
    private func stop(_ supervisor: Supervisor, at signals: AsyncStream<Int32>) async {
        var isStopping = false
        for await number in signals {
            if isStopping {
                supervisor.kill()
            } else {
                let again = number == SIGINT ? " (Ctrl-C again: at once)" : ""
                terminal.line((terminal.isInteractive ? "\r" : "") + "Stopping…\(again)")
                supervisor.stop()
            }
            isStopping = true
        }
    }

    // MARK: What is seen

    /// Shows each change until the fleet has ended.
    private func show(_ board: FleetBoard) async {
        var region = LiveRegion(terminal)
        var last = board.state
        for await state in board.changes() {
            guard state.phase != .stopping else {
                last = state
                continue
            }
            let news = Self.news(from: last, to: state)
            if !news.isEmpty {
                region.clear()
                for line in news { terminal.line(line) }
            }
            let isFirstUp = last.phase == .starting && state.phase == .up
            draw(state, isFirstUp: isFirstUp, in: &region)
            last = state
        }
    }

    private func draw(_ state: FleetState, isFirstUp: Bool, in region: inout LiveRegion) {
        let table = FleetTable(state: state).lines(on: terminal)
        let hints = FleetTable.hints(url: state.url, on: terminal) + ["", "Ctrl-C stops everything."]
        if terminal.isInteractive {
            region.draw(state.phase == .up ? table + hints : table)
        } else if isFirstUp {
            for line in table + hints { terminal.line(line) }
        }
    }

    /// What a person should hear of: ends and returns of processes.
    static func news(from old: FleetState, to new: FleetState) -> [String] {
        zip(old.processes, new.processes).compactMap { before, after in
            if after.restarts > before.restarts {
                return "\(after.name) ended (\(after.lastExit ?? "?")); it is started again (\(after.restarts))"
            }
            guard after.restarts > 0, before.phase != .ready, after.phase == .ready else { return nil }
            return "\(after.name) is ready again"
        }
    }

    private func explain(_ failure: StartWatch.Failure) -> ShopError {
        let log = plan.home.log(of: failure.process)
        terminal.errorLine("The last lines of \(log):")
        var file = LogFile(process: failure.process, path: log)
        for text in file.lastLines(15) {
            terminal.errorLine("  " + LogLine(text, process: failure.process).formatted(on: terminal))
        }
        return ShopError(
            "\(failure.process) did not start", why: failure.reason, mend: "./shop logs \(failure.process)")
    }
}
