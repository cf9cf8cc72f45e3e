import ArgumentParser
import Fleet

struct Down: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Stops the shop; nothing is left running.",
        discussion: """
            Also ends what a supervisor that was killed left behind. Data and logs stay in SHOP_HOME.

            EXAMPLES
              ./shop down
              SHOP_HOME=/tmp/second ./shop down

            EXIT CODES  0 stopped, 1 a process does not end, 3 nothing ran
            """)

    func run() async throws {
        let project = try Project.current()
        let terminal = Terminal.standard
        switch try await FleetCleaner(home: project.home).takeDown() {
        case .stopped:
            terminal.line("Stopped.")
        case .cleaned(let orphans):
            let left = Words.count(orphans, "process", "processes")
            terminal.line("Cleaned up after a supervisor that was killed (\(left) ended).")
        case .nothingRan:
            throw ShopError(
                "No shop runs here", why: "nothing was started in \(project.home.path)", mend: "./shop up",
                status: .notRunning)
        }
    }
}
