import Fleet

/// The fleet as a table: one line a process.
package struct FleetTable {
    private let state: FleetState

    package init(state: FleetState) {
        self.state = state.withVisitorsShares
    }

    package func lines(on terminal: Terminal) -> [String] {
        var table = TextTable([
            .init(title: "SERVICE"), .init(title: "TEAM"), .init(title: "STATE"), .init(title: "ADDRESS"),
            .init(title: "RELEASE"), .init(title: "SHARE", isRightAligned: true),
            .init(title: "READY IN", isRightAligned: true),
            .init(title: "RESTARTS", isRightAligned: true), .init(title: "LAST EXIT"),
        ])
        for process in state.processes {
            table.rows.append([
                terminal.paint(process.name, .bold), process.team, Self.word(for: process.phase, on: terminal),
                process.address, process.release, Self.share(of: process, on: terminal),
                process.readyMilliseconds.map { "\($0) ms" } ?? "–",
                process.restarts > 0 ? terminal.paint("\(process.restarts)", .yellow) : "0", process.lastExit ?? "–",
            ])
        }
        return table.lines(on: terminal) + damage(on: terminal)
    }

    /// Who does not start because of its data, and what mends that.
    private func damage(on terminal: Terminal) -> [String] {
        state.processes.filter { $0.lastExit == ChildExit.damagedData && $0.phase != .ready }.map { process in
            terminal.paint("\(process.name) refuses its database, which is damaged.", .bold, .red)
                + " Put a backup in its place: ./shop down, then ./shop restore DIR"
        }
    }

    private static func share(of process: ProcessState, on terminal: Terminal) -> String {
        process.share < 100 ? terminal.paint("\(process.share) %", .yellow) : "100 %"
    }

    private static func word(for phase: ProcessState.Phase, on terminal: Terminal) -> String {
        switch phase {
        case .ready: terminal.paint("● ready", .green)
        case .starting: terminal.paint("○ starting", .yellow)
        case .unready: terminal.paint("◐ not ready", .yellow)
        case .waiting: terminal.paint("✖ restarting", .red)
        case .draining: terminal.paint("◌ draining", .dim)
        case .stopped: terminal.paint("– stopped", .dim)
        }
    }

    /// What to do with a shop that is up.
    static func hints(url: String, on terminal: Terminal) -> [String] {
        [
            "", "The shop is at \(terminal.paint(url, .bold, .cyan))", "",
            terminal.paint("Try next:", .dim),
            "  ./shop logs -f        what happens, as it happens",
            "  ./shop status         how the processes are",
            "  ./shop down           stop everything",
        ]
    }
}
