import ArgumentParser
import Fleet
import FoundationEssentials

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows the processes of the running shop.",
        discussion: """
            EXAMPLES
              ./shop status            a table
              ./shop status --json     the same for programs: phase, url, and each process's pid, address and restarts

            EXIT CODES  0 it runs, 3 no shop runs in this SHOP_HOME
            """)

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let project = try Project.current()
        let state = try RunningShop(project).state().withVisitorsShares
        let terminal = Terminal.standard
        if json {
            terminal.line(String(decoding: try FleetState.encoder().encode(state), as: UTF8.self))
            return
        }
        for line in FleetTable(state: state).lines(on: terminal) { terminal.line(line) }
        terminal.line()
        terminal.line("The shop is at \(terminal.paint(state.url, .bold, .cyan)), in \(project.home.path)")
    }
}
