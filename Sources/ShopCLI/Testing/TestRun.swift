import Fleet

/// One run of tests: builds once, runs each kind, and sums up.
struct TestRun: Sendable {
    let project: Project
    let terminal: Terminal
    let kinds: [TestKind]
    let baseURL: String?
    let rest: [String]

    private struct Result {
        let kind: TestKind
        let status: Int32
        let time: Duration
    }

    /// - Throws: `ShopError` when a test failed, or tests could not be run.
    func run() async throws {
        if kinds.contains(.e2e) {
            try await Prerequisites(.browserTests, terminal: terminal, environment: project.environment).ensure()
        }
        if kinds.contains(.fleet) {
            try await Prerequisites(.fleetTests, terminal: terminal, environment: project.environment).ensure()
        }
        if kinds.contains(.unit) {
            try await Prerequisites(.unitTests, terminal: terminal, environment: project.environment).ensure()
        }
        try await build()
        var results = try await sideBySide(kinds.filter { $0 != .e2e })
        // Browsers need all the machine has.
        if kinds.contains(.e2e) {
            terminal.line(heading(of: .e2e))
            results.append(
                try await timed(.e2e) {
                    try await BrowserTests(project: project, terminal: terminal).run(at: baseURL, arguments: rest)
                })
        }
        try sumUp(results)
    }

    /// Runs kinds that spend most of their time waiting for processes and deadlines.
    private func sideBySide(_ kinds: [TestKind]) async throws -> [Result] {
        let output = OutputInTurn { terminal.line($0) }
        return try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            for (place, kind) in kinds.enumerated() {
                output.line(heading(of: kind), of: place)
                group.addTask {
                    defer { output.end(of: place) }
                    return (place, try await timed(kind) { try await swiftTest(kind) { output.line($0, of: place) } })
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func timed(_ kind: TestKind, _ run: () async throws -> Int32) async throws -> Result {
        let start = ContinuousClock.now
        let status = try await run()
        return Result(kind: kind, status: status, time: start.duration(to: .now))
    }

    private func heading(of kind: TestKind) -> String {
        "\n" + terminal.paint("── \(kind.rawValue) tests", .bold)
    }

    private func build() async throws {
        let includesTests = kinds.contains(.unit) || kinds.contains(.fleet)
        guard includesTests || baseURL == nil else { return }
        let products = try FleetFile(contentsOf: project.fleetFile).processes.map(\.name)
        try await SwiftBuild(project: project, terminal: terminal, includesTests: includesTests)
            .run(products: products)
    }

    /// Runs what `build()` has built. Testable imports stay off, here as there: with them SwiftPM would build every
    /// package a second time. Nothing is written that two runs of SwiftPM could disagree about, so they need no lock.
    private func swiftTest(_ kind: TestKind, _ show: (String) -> Void) async throws -> Int32 {
        let selection = [kind == .fleet ? "--filter" : "--skip", "FleetTests"]
        let arguments =
            ["test", "-c", "release", "--skip-build", "--ignore-lock", "--disable-testable-imports", "--no-parallel"]
            + (rest.isEmpty ? selection : selection + rest)
        var environment = project.environment
        environment["SHOP_ROOT"] = project.root
        environment["SHOP_HOME"] = nil
        // Fleets serve shoppers in time, also while other tests run.
        let tool = ToolRun("swift", arguments, environment: environment, in: project.root)
        // A test's arguments are in its line, whole pages among them.
        return try await tool.lines(as: kind == .unit ? .last : nil) { line in
            show(line.utf8.count > 4_000 ? String(line.prefix(1_000)) + "…" : line)
        }
    }

    private func sumUp(_ results: [Result]) throws {
        terminal.line()
        for result in results {
            let verdict = result.status == 0 ? terminal.paint("passed", .green) : terminal.paint("FAILED", .bold, .red)
            let name = DisplayWidth.pad(result.kind.rawValue, to: 6)
            terminal.line("\(name) \(verdict)  \(DisplayWidth.pad(Words.seconds(result.time), to: 12, right: true))")
        }
        let failed = results.filter { $0.status != 0 }.map(\.kind.rawValue)
        guard failed.isEmpty else {
            throw ShopError(
                "Tests failed: \(failed.joined(separator: ", "))", why: "see above",
                mend: "./shop test \(failed[0]) runs only these")
        }
    }
}
