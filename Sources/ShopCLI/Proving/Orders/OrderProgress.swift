/// What a proof of orders says while it runs: one line that is written anew each second where somebody watches, and a
/// line each minute where nobody does.
struct OrderProgress: Sendable {
    /// Nil to say nothing.
    let terminal: Terminal?

    /// Until its task is cancelled.
    func run(_ buyers: Buyers, _ killer: Killer) async {
        let begin = ContinuousClock.now
        var seconds = 0
        while (try? await Task.sleep(until: begin + .seconds(seconds + 1), clock: .continuous)) != nil {
            seconds += 1
            guard let terminal, terminal.isInteractive || seconds % 60 == 0 else { continue }
            let kills = killer.kills.values.reduce(0, +)
            let line =
                "\(seconds) s  \(buyers.done.count) orders answered, \(buyers.waiting) waiting, "
                + Words.count(kills, "kill", "kills")
            if terminal.isInteractive {
                terminal.raw("\r\u{1B}[K" + DisplayWidth.fit(line, to: terminal.width))
            } else {
                terminal.line(line)
            }
        }
    }

    func clear() {
        if let terminal, terminal.isInteractive { terminal.raw("\r\u{1B}[K") }
    }
}
