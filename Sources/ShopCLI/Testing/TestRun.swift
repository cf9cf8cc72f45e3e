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
        var results: [Result] = []
        for kind in kinds {
            terminal.line()
            terminal.line(terminal.paint("── \(kind.rawValue) tests", .bold))
            let start = ContinuousClock.now
            let status = try await status(of: kind)
            results.append(Result(kind: kind, status: status, time: start.duration(to: .now)))
        }
        try sumUp(results)
    }

    private func build() async throws {
        let includesTests = kinds.contains(.unit) || kinds.contains(.fleet)
        guard includesTests || baseURL == nil else { return }
        let products = try FleetFile(contentsOf: project.fleetFile).processes.map(\.name)
        try await SwiftBuild(project: project, terminal: terminal, includesTests: includesTests)
            .run(products: products)
    }

    private func status(of kind: TestKind) async throws -> Int32 {
        switch kind {
        case .unit: try await swiftTest(["--skip", "FleetTests"])
        case .fleet: try await swiftTest(["--filter", "FleetTests"])
        case .e2e: try await BrowserTests(project: project, terminal: terminal).run(at: baseURL, arguments: rest)
        }
    }

    /// Runs what `build()` has built. Testable imports stay off, here as there: with them SwiftPM would build every
    /// package a second time.
    private func swiftTest(_ selection: [String]) async throws -> Int32 {
        let arguments =
            ["test", "-c", "release", "--skip-build", "--disable-testable-imports", "--no-parallel"]
            + (rest.isEmpty ? selection : selection + rest)
        var environment = project.environment
        environment["SHOP_ROOT"] = project.root
        environment["SHOP_HOME"] = nil
        return try await ToolRun("swift", arguments, environment: environment, in: project.root).show()
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
