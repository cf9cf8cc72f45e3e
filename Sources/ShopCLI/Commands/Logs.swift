import ArgumentParser
import Fleet
import Glibc

struct Logs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows what the processes log.",
        discussion: """
            EXAMPLES
              ./shop logs                        the last 50 lines of all processes, in their order
              ./shop logs catalog-service -f     one process, and what it goes on to say
              ./shop logs --raw -n 1000 | grep '"level":"error"'
            """)

    @Argument(help: "The process; all, if none is named.")
    var name: String?

    @Flag(name: .shortAndLong, help: "Go on with what is added, until Ctrl-C.")
    var follow = false

    @Option(name: [.customShort("n"), .long], help: "How many of the last lines.")
    var lines = 50

    @Flag(help: "Print the lines as they were written.")
    var raw = false

    func run() async throws {
        let project = try Project.current()
        let processes = try chosen(project)
        var reader = LogReader(home: project.home, processes: processes, isRaw: raw, terminal: .standard)
        reader.showLast(max(0, lines))
        if follow { await reader.follow() }
    }

    /// The named process, or all that this fleet has or has logged.
    private func chosen(_ project: Project) throws -> [String] {
        let logged = project.home.logNames
        guard let name else {
            let fleet = (try? FleetFile(contentsOf: project.fleetFile))?.processes.map(\.name) ?? []
            guard !logged.isEmpty || follow else {
                throw ShopError(
                    "There are no logs", why: "nothing was started in \(project.home.path)", mend: "./shop up",
                    status: .notRunning)
            }
            return fleet + logged.filter { !fleet.contains($0) }
        }
        let fleet = try FleetFile(contentsOf: project.fleetFile).processes.map(\.name)
        guard logged.contains(name) || fleet.contains(name) else {
            throw ShopError(
                "There is no process '\(name)'", why: "the fleet has \(fleet.joined(separator: ", "))",
                mend: "./shop logs \(fleet.first ?? "")", status: .usage)
        }
        return [name]
    }
}
