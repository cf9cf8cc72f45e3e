/// How far a build is: a bar that is drawn again in place, or a line now and then.
struct BuildDisplay {
    private let terminal: Terminal
    private let title: String
    private var region: LiveRegion
    private var lastLine: ContinuousClock.Instant?

    init(terminal: Terminal, title: String) {
        self.terminal = terminal
        self.title = title
        region = LiveRegion(terminal)
        terminal.isInteractive ? region.draw(["\(title)…"]) : terminal.line("\(title)…")
    }

    mutating func show(_ step: BuildProgress.Step) {
        guard terminal.isInteractive else { return showSparsely(step) }
        let width = 24
        let filled = step.total > 0 ? min(width, step.done * width / step.total) : 0
        let bar = String(repeating: "━", count: filled) + String(repeating: "─", count: width - filled)
        let count = DisplayWidth.pad("\(step.done)/\(step.total)", to: 9, right: true)
        region.draw(["\(title) \(terminal.paint(bar, .green)) \(count)  \(terminal.paint(step.what, .dim))"])
    }

    mutating func finish() {
        region.clear()
    }

    private mutating func showSparsely(_ step: BuildProgress.Step) {
        let now = ContinuousClock.now
        if let lastLine, lastLine.duration(to: now) < .seconds(10) { return }
        lastLine = now
        terminal.line("  \(step.done)/\(step.total)  \(step.what)")
    }
}
