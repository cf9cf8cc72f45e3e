import Shoppers
import Synchronization

/// What a proof of redeploys says while it runs: a line for each redeploy, and below them, where somebody watches, one
/// that is written anew each second.
final class RedeployProgress: Sendable {
    private let count: Int
    /// Nil to say nothing.
    private let terminal: Terminal?
    private let state = Mutex((doing: "warming up", failed: 0))

    init(of count: Int, on terminal: Terminal?) {
        self.count = count
        self.terminal = terminal
    }

    func begin(_ entry: RedeploySchedule.Entry) {
        state.withLock { $0.doing = "\(entry.number)/\(count) \(entry.process.name)" }
    }

    func end(_ redeploy: RedeployReport.Redeploy) {
        guard let terminal else { return }
        let failed = state.withLock(\.failed)
        let isDone = redeploy.outcome == .done
        clear()
        terminal.line(
            (isDone ? terminal.paint("✔ ", .green) : terminal.paint("✘ ", .red))
                + "\(redeploy.number)/\(count) \(redeploy.text)\(redeploy.isStepwise ? ", in steps" : ""), "
                + "in \(Words.seconds(.seconds(redeploy.seconds))); "
                + Words.count(failed, "failed request", "failed requests") + " so far")
    }

    func review() { state.withLock { $0.doing = "looking at every order once more" } }

    func show(_ second: LoadSecond) {
        let doing = state.withLock { state in
            state.failed += second.failed
            return state.doing
        }
        guard let terminal, terminal.isInteractive else { return }
        let line = """
            \(Words.seconds(.seconds(second.at)))  \(doing)  \(second.begun)/s  p99 \(second.p99) ms  \
            \(second.failed == 0 ? "0 failed" : terminal.paint("\(second.failed) failed", .red))
            """
        terminal.raw("\r\u{1B}[K" + DisplayWidth.fit(line, to: terminal.width))
    }

    func clear() {
        if let terminal, terminal.isInteractive { terminal.raw("\r\u{1B}[K") }
    }
}
