import ArgumentParser
import Fleet
import FoundationEssentials
import Synchronization
import Wire

struct Dev: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows every saved edit of one fragment server in the open browser.",
        discussion: """
            Starts the shop if none runs here. A template or a style that is saved is a new release at once; a Swift
            file is built first. When the build fails, the release before goes on serving, and the compiler's error is
            shown here and on the page. Ctrl-C ends it, and the shop with it if it was started by it.

            With --against the rest of the shop runs elsewhere, and was started with ./shop up --allow-overrides. Only
            the browser that opens the printed address gets the fragment server from here.

            EXAMPLES
              ./shop dev decide-fragments
              ./shop dev decide-fragments --port 8090
              ./shop dev decide-fragments --against http://127.0.0.1:8080
              ./shop dev decide-fragments --against http://shop.test:8080 --reach-at 10.0.0.7:9000

            EXIT CODES  0 stopped, 1 failed, 2 no fragment server, 3 nobody answers at the URL, 4 port in use, 6 build
            failed, 7 the shop was not started by ./shop dev, or not for overrides
            """)

    @Argument(help: "The fragment server.")
    var name: String

    @Option(help: "A shop that runs elsewhere, e.g. http://127.0.0.1:8080.")
    var against: String?

    @Option(help: "HOST:PORT where that shop reaches this machine; the next port is used in turn with it.")
    var reachAt: String?

    @OptionGroup var options: FleetOptions

    func validate() throws {
        guard let reachAt else { return }
        guard against != nil else { throw ValidationError("--reach-at is for --against.") }
        guard let address = Address(reachAt), (1..<65_535).contains(address.port) else {
            throw ValidationError("--reach-at \(reachAt): it is like 10.0.0.7:9000.")
        }
    }

    func run() async throws {
        let terminal = Terminal.standard
        let project = try Project.current()
        let process = try ShopControl(project: project, terminal: terminal).process(name)
        guard process.servesFragments else {
            throw ShopError(
                "\(name) cannot be developed so", why: "it serves no fragments", mend: "./shop redeploy \(name)",
                status: .usage)
        }
        if let against { return try await develop(process, against: against, project, terminal) }
        let isRunning = try await isRunning(project)
        let hasStarted = Mutex(false)
        do {
            // All of it, so that a signal is heard also where nothing waits for it.
            try await Signals.cancelling {
                if !isRunning {
                    try await start(project, terminal)
                    hasStarted.withLock { $0 = true }
                }
                try await DevSession(
                    project: project, home: project.home, terminal: terminal, process: process,
                    binaries: options.binaries ?? project.binaries
                ).run()
            }
        } catch is CancellationError {
            terminal.line(isRunning ? "The shop goes on." : "Stopping…")
        } catch {
            if hasStarted.withLock(\.self) { _ = try? await FleetCleaner(home: project.home).takeDown() }
            throw error
        }
        if hasStarted.withLock(\.self) { _ = try await FleetCleaner(home: project.home).takeDown() }
    }

    private func develop(
        _ process: ProcessSpecification, against url: String, _ project: Project, _ terminal: Terminal
    ) async throws {
        do {
            try await Signals.cancelling {
                let shop = try await RemoteShop(at: url)
                if options.binaries == nil {
                    let build = SwiftBuild(project: project, terminal: terminal, includesTests: false)
                    try await build.run(product: name)
                }
                try await OverrideSession(
                    project: project, terminal: terminal, process: process,
                    binaries: options.binaries ?? project.binaries, shop: shop, reachAt: reachAt.flatMap(Address.init)
                ).run()
            }
        } catch is CancellationError {
            terminal.line("Stopped: that shop is as it was.")
        }
    }

    /// - Returns: whether a shop runs here, which was started for this.
    private func isRunning(_ project: Project) async throws -> Bool {
        guard let state = project.home.recordedState(), state.supervisor.isAlive else { return false }
        guard await DevShell(project.home).say("") else {
            throw ShopError(
                "The shop that runs here tells browsers nothing", why: "it was not started for development",
                mend: "./shop down, then ./shop dev \(name)", status: .alreadyRunning)
        }
        return true
    }

    private func start(_ project: Project, _ terminal: Terminal) async throws {
        let plan = try await options.builtPlan(project, terminal: terminal)
        let state = try await DetachedFleet(
            plan: plan, terminal: terminal, arguments: ["supervise", "--dev"] + options.arguments, endsWithThis: true
        ).start()
        terminal.line("The shop is at \(state.url)")
    }
}
