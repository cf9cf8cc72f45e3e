import Fleet
import FoundationEssentials
import Glibc

/// The browser tests: pytest with Playwright, on a shop that is there or on one of their own.
struct BrowserTests: Sendable {
    let project: Project
    let terminal: Terminal

    private var folder: String { project.root + "/.build-e2e" }
    private var python: String { folder + "/venv/bin/python" }
    private var requirements: String { project.root + "/Tests/EndToEnd/requirements.txt" }

    /// Returns pytest's exit code.
    func run(at baseURL: String?, arguments: [String]) async throws -> Int32 {
        try await prepareEnvironment()
        if let baseURL { return try await pytest(at: baseURL, home: nil, arguments: arguments) }
        return try await withOwnShop { plan in
            try await pytest(at: "http://127.0.0.1:\(plan.port)", home: plan.home, arguments: arguments)
        }
    }

    private func pytest(at url: String, home: FleetHome?, arguments: [String]) async throws -> Int32 {
        var environment = project.environment
        environment["SHOP_ROOT"] = project.root
        environment["SHOP_HOME"] = home?.path
        // Two browsers at a time, for the whole suite: pages spend much of their time waiting.
        let workers = arguments.isEmpty ? ["-n", "2", "--dist", "worksteal"] : []
        let tests = ["-m", "pytest", "Tests/EndToEnd", "--base-url", url] + workers + arguments
        return try await ToolRun(python, tests, environment: environment, in: project.root).show()
    }

    // MARK: A shop for the tests

    /// Runs a fleet on free ports, in a home that is removed if the tests passed.
    private func withOwnShop(_ tests: @escaping @Sendable (FleetPlan) async throws -> Int32) async throws -> Int32 {
        let plan = try await ownPlan()
        let supervisor = try await Supervisor(preparing: plan)
        let status = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await supervisor.run() }
            defer { supervisor.stop() }
            if let failure = await StartWatch(plan.fleet).watch(supervisor.board) {
                throw ShopError(
                    "\(failure.process) did not start", why: failure.reason,
                    mend: "SHOP_HOME=\(plan.home.path) ./shop logs \(failure.process)")
            }
            return try await tests(plan)
        }
        if status == 0 {
            try? FileManager.default.removeItem(atPath: plan.home.path)
        } else {
            terminal.line("The shop's logs are in \(plan.home.logs)")
        }
        return status
    }

    private func ownPlan() async throws -> FleetPlan {
        let fleet = try FleetFile(contentsOf: project.fleetFile)
        guard let port = LoopbackPorts.firstFree(of: fleet.processes.count) else {
            throw ShopError("There are no free ports for a shop", mend: "ss -ltn shows who listens")
        }
        return FleetPlan(
            fleet: fleet, home: FleetHome(path: "\(folder)/home-\(getpid())"), root: project.root,
            binaries: project.binaries, port: port, release: await project.release(), settings: project.environment)
    }

    // MARK: Python

    /// Makes the virtual environment, and installs what the tests need if the list of it has changed.
    private func prepareEnvironment() async throws {
        guard let wanted = FileManager.default.contents(atPath: requirements) else {
            throw ShopError("There are no browser tests", why: "\(requirements) is not there")
        }
        let installed = folder + "/venv/requirements.txt"
        guard FileManager.default.contents(atPath: installed) != wanted else { return }
        terminal.line("Preparing Python for the browser tests…")
        try await step("python3", ["-m", "venv", folder + "/venv"])
        try await step(
            python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements])
        try wanted.write(to: URL(filePath: installed))
    }

    private func step(_ program: String, _ arguments: [String]) async throws {
        var output: [String] = []
        let tool = ToolRun(program, arguments, environment: project.environment, in: project.root)
        guard try await tool.lines({ output.append($0) }) == 0 else {
            for line in output.suffix(15) { terminal.errorLine("  " + line) }
            throw ShopError(
                "Python could not be prepared", why: "\(program) \(arguments.joined(separator: " ")) failed",
                mend: "rm -rf .build-e2e, then ./shop test e2e")
        }
    }
}
