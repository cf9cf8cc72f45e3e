import ArgumentParser
import Fleet
import FoundationEssentials

struct Releases: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists the releases of a process: what became of each, and who serves which share.",
        discussion: """
            EXAMPLES
              ./shop releases decide-fragments
              ./shop releases decide-fragments --json | jq '.[-1]'

            EXIT CODES  0 listed, 1 there is none, 2 there is no such process
            """)

    @Argument(help: "The process.")
    var name: String

    @Flag(help: "Print JSON.")
    var json = false

    /// One release, for programs.
    struct Row: Encodable {
        let version: String
        let staged: Date
        let outcome: String
        let share: Int
        let instances: Int
        let isStored: Bool
    }

    func run() async throws {
        let project = try Project.current()
        _ = try ShopControl(project: project, terminal: .standard).process(name)
        let store = ReleaseStore(home: project.home)
        let stored = Set(store.releases(of: name).map(\.version))
        let running = project.home.recordedState()?.withVisitorsShares.processes.filter { $0.name == name } ?? []
        let history = try store.history(of: name)
        let rows = history.entries.map { entry in
            let own = running.filter { $0.release == entry.version && $0.phase != .draining }
            return Row(
                version: entry.version, staged: entry.staged, outcome: history.words(for: entry),
                share: own.map(\.share).max() ?? 0, instances: own.count, isStored: stored.contains(entry.version))
        }
        guard !rows.isEmpty else {
            throw ShopError("\(name) has no releases", why: "none was made in \(project.home.path)", mend: "./shop up")
        }
        try show(rows, on: .standard)
    }

    private func show(_ rows: [Row], on terminal: Terminal) throws {
        if json {
            let data = try FleetState.encoder().encode(rows)
            return terminal.line(String(decoding: data, as: UTF8.self))
        }
        var table = TextTable([
            .init(title: "RELEASE"), .init(title: "STAGED"), .init(title: "INSTANCES", isRightAligned: true),
            .init(title: "SHARE", isRightAligned: true), .init(title: "WHAT BECAME OF IT"),
        ])
        for row in rows {
            table.rows.append([
                terminal.paint(row.version, row.instances > 0 ? .bold : .dim),
                row.staged.formatted(.iso8601.dateSeparator(.dash).dateTimeSeparator(.space)),
                "\(row.instances)", row.instances > 0 ? "\(row.share) %" : "–",
                row.isStored ? row.outcome : terminal.paint("\(row.outcome) (pruned)", .dim),
            ])
        }
        for line in table.lines(on: terminal) { terminal.line(line) }
    }
}
