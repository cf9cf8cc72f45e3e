import Dispatch
import Fleet
import FoundationEssentials
import Glibc

/// A fleet that is supervised from here: shown to whoever watches, or told of in log lines, and stopped by a signal.
struct FleetSession: Sendable {
    let plan: FleetPlan
    let terminal: Terminal
    /// Whether a person started it and reads along; otherwise what is said becomes lines of the log `shop`.
    let isAttended: Bool
    /// Whether the fleet stops when standard input ends: the other end is a command's, which may be killed.
    var endsWithInput = false

    /// Returns when the fleet has been stopped.
    ///
    /// - Throws: `FleetError`, or `ShopError` when the fleet did not start.
    func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        let logs = emptyLogs()
        let supervisor = try await Supervisor(preparing: plan)
        if endsWithInput { stopAtTheEndOfInput(supervisor) }
        let failure = await withTaskGroup(of: StartWatch.Failure?.self) { group in
            group.addTask {
                await supervisor.run()
                return nil
            }
            group.addTask {
                do {
                    let checks = ReleaseChecks.all(root: plan.root, releases: supervisor.releases)
                    try await FleetOperator(supervisor, checks: checks).run()
                } catch {
                    if !(error is CancellationError) { say("Commands cannot reach the shop: \(error)", level: "error") }
                }
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
        if let failure { throw explain(failure, logs: logs) }
        say("Stopped: \(Words.count(plan.fleet.processes.count, "process", "processes")), nothing left.")
    }

    private func stopAtTheEndOfInput(_ supervisor: Supervisor) {
        DispatchQueue.global().async {
            var byte = UInt8(0)
            while read(STDIN_FILENO, &byte, 1) > 0 {}
            supervisor.stop()
        }
    }

    /// The first signal stops the fleet in peace, the second one at once.
    private func stop(_ supervisor: Supervisor, at signals: AsyncStream<Int32>) async {
        var isStopping = false
        for await number in signals {
            if isStopping {
                supervisor.kill()
            } else {
                say(number == SIGINT ? "Stopping… (Ctrl-C again: at once)" : "Stopping…")
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
            defer { last = state }
            guard state.phase != .stopping else { continue }
            let news = FleetNews.between(last, state)
            if !news.isEmpty { region.clear() }
            for item in news { say(item.text, level: item.isBad ? "warning" : "info") }
            let isUpNow = last.phase == .starting && state.phase == .up
            if isAttended {
                draw(state, isUpNow: isUpNow, in: &region)
            } else if isUpNow {
                say("Up at \(state.url)")
            }
        }
    }

    private func draw(_ state: FleetState, isUpNow: Bool, in region: inout LiveRegion) {
        let table = FleetTable(state: state).lines(on: terminal)
        let hints = FleetTable.hints(url: state.url, on: terminal) + ["", "Ctrl-C stops everything."]
        if terminal.isInteractive {
            region.draw(state.phase == .up ? table + hints : table)
        } else if isUpNow {
            for line in table + hints { terminal.line(line) }
        }
    }

    private func say(_ text: String, level: String = "info") {
        let now = Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        let line = LogLine(time: now, level: level, service: "shop", message: text, metadata: ["release": plan.release])
        terminal.line(isAttended ? (terminal.isInteractive ? "\r" : "") + text : line.json)
    }

    /// The processes' logs, without what earlier runs wrote.
    private func emptyLogs() -> [LogFile] {
        plan.fleet.processes.map { process in
            var file = LogFile(process: process.name, path: plan.home.log(of: process.name))
            file.skipToEnd()
            return file
        }
    }

    private func explain(_ failure: StartWatch.Failure, logs: [LogFile]) -> ShopError {
        if var file = logs.first(where: { $0.process == failure.process }) {
            terminal.errorLine("The last lines of \(file.path):")
            for text in file.lastLines(15) {
                terminal.errorLine("  " + LogLine(text, process: file.process).formatted(on: terminal))
            }
        }
        let isDamaged = failure.reason.contains(ChildExit.damagedData)
        return ShopError(
            "\(failure.process) did not start", why: failure.reason,
            mend: isDamaged ? "./shop restore DIR, with a backup's folder" : "./shop logs \(failure.process)")
    }
}
