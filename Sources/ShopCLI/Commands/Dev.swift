import ArgumentParser
import Fleet
import FoundationEssentials

struct Dev: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows every saved edit of one fragment server in the open browser.",
        discussion: """
            Starts the shop if none runs here. A template or a style that is saved is a new release at once; a Swift
            file is built first. When the build fails, the release before goes on serving, and the compiler's error is
            shown here and on the page. Ctrl-C ends it, and the shop with it if it was started by it.

            EXAMPLES
              ./shop dev decide-fragments
              ./shop dev decide-fragments --port 8090

            EXIT CODES  0 stopped, 1 failed, 2 no fragment server, 4 port in use, 6 build failed, 7 a shop
            runs here and was not started by ./shop dev
            """)

    @Argument(help: "The fragment server.")
    var name: String

    @OptionGroup var options: FleetOptions

    func run() async throws {
        let terminal = Terminal.standard
        let project = try Project.current()
        let process = try ShopControl(project: project, terminal: terminal).process(name)
        guard process.servesFragments else {
            throw ShopError(
                "\(name) cannot be developed so", why: "it serves no fragments", mend: "./shop redeploy \(name)",
                status: .usage)
        }
        let isOwn = try await start(project, terminal)
        let session = try DevSession(
            project: project, terminal: terminal, process: process, binaries: options.binaries ?? project.binaries)
        do {
            try await Signals.cancelling { try await session.run() }
        } catch is CancellationError {
            terminal.line(isOwn ? "Stopping…" : "The shop goes on.")
        } catch {
            if isOwn { _ = try? await FleetCleaner(home: project.home).takeDown() }
            throw error
        }
        if isOwn { _ = try await FleetCleaner(home: project.home).takeDown() }
    }

    /// - Returns: whether a shop was started.
    private func start(_ project: Project, _ terminal: Terminal) async throws -> Bool {
        if let state = project.home.recordedState(), state.supervisor.isAlive {
            guard await DevShell(project.home).say("") else {
                throw ShopError(
                    "The shop that runs here tells browsers nothing", why: "it was not started for development",
                    mend: "./shop down, then ./shop dev \(name)", status: .alreadyRunning)
            }
            return false
        }
        let plan = try await Signals.cancelling { try await options.builtPlan(project, terminal: terminal) }
        let state = try await DetachedFleet(
            plan: plan, terminal: terminal, arguments: ["supervise", "--dev"] + options.arguments
        ).start()
        terminal.line("The shop is at \(state.url)")
        return true
    }
}
