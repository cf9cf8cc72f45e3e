/// What a proof of orders says while it runs: one line that is written anew each second where somebody watches, and a
/// line each minute where nobody does.
struct OrderProgress: Sendable {
    /// Nil to say nothing.
    let terminal: Terminal?

    /// A second that took so much longer was none of the shop's.
    private static let standstill = Duration.seconds(2)

    /// Until its task is cancelled.
    /// - Returns: how long the machine stood still meanwhile: this process too, which does next to nothing.
    func run(_ buyers: Buyers, _ killer: Killer) async -> Duration {
        let begin = ContinuousClock.now
        var seconds = 0
        var stoodStill = Duration.zero
        while (try? await Task.sleep(until: begin + .seconds(seconds + 1), clock: .continuous)) != nil {
            let late = (begin + .seconds(seconds + 1)).duration(to: .now)
            if late > Self.standstill { stoodStill += late }
            seconds = max(seconds + 1, Int(begin.duration(to: .now) / .seconds(1)))
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
        return stoodStill
    }

    func clear() {
        if let terminal, terminal.isInteractive { terminal.raw("\r\u{1B}[K") }
    }
}
