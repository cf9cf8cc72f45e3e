import Fleet

/// Shows the logs of a fleet, of one process or of all, interleaved by time.
struct LogReader {
    let terminal: Terminal
    /// Shows lines as they were written.
    let isRaw: Bool
    private var files: [LogFile]

    init(home: FleetHome, processes: [String], isRaw: Bool, terminal: Terminal) {
        self.terminal = terminal
        self.isRaw = isRaw
        files = processes.map { LogFile(process: $0, path: home.log(of: $0)) }
    }

    mutating func showLast(_ count: Int) {
        var entries: [(time: String, process: String, text: String)] = []
        for index in files.indices {
            var time = ""
            for text in files[index].lastLines(count) {
                time = LogLine(text, process: files[index].process).time ?? time
                entries.append((time, files[index].process, text))
            }
        }
        let ordered = entries.enumerated().sorted { left, right in
            (left.element.time, left.offset) < (right.element.time, right.offset)
        }
        for (_, entry) in ordered.suffix(count) { show(entry.text, of: entry.process) }
    }

    /// Shows what is added, until the task is cancelled.
    mutating func follow() async {
        while !Task.isCancelled {
            for index in files.indices {
                for text in files[index].newLines() { show(text, of: files[index].process) }
            }
            try? await Task.sleep(for: .milliseconds(150))
        }
    }

    private func show(_ text: String, of process: String) {
        terminal.line(isRaw ? text : LogLine(text, process: process).formatted(on: terminal))
    }
}
