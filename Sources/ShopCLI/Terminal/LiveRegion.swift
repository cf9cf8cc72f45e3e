/// The last lines of a terminal, drawn again in place. Where nobody watches it draws nothing.
struct LiveRegion {
    private let terminal: Terminal
    private var height = 0

    init(_ terminal: Terminal) {
        self.terminal = terminal
    }

    /// Puts these lines in the place of the last ones.
    mutating func draw(_ lines: [String]) {
        guard terminal.isInteractive else { return }
        let text = lines.map { DisplayWidth.fit($0, to: terminal.width) + "\u{1B}[K\n" }.joined()
        terminal.raw(home + "\u{1B}[J" + text)
        height = lines.count
    }

    /// Removes the lines, so that others can be written in their place.
    mutating func clear() {
        guard terminal.isInteractive, height > 0 else { return }
        terminal.raw(home + "\u{1B}[J")
        height = 0
    }

    private var home: String { height > 0 ? "\u{1B}[\(height)A\r" : "\r" }
}
