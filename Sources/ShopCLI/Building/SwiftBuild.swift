/// A build of the package by SwiftPM, shown as one line that changes in place, or as a few lines where nobody watches.
struct SwiftBuild: Sendable {
    let project: Project
    let terminal: Terminal
    /// Whether tests are built too.
    let includesTests: Bool

    /// Builds unless everything is up to date.
    ///
    /// - Throws: `ShopError` with the compiler's errors printed before.
    func run(products: [String]) async throws {
        let fleet = BuildStamp(project: project, includesTests: false)
        let tests = BuildStamp(project: project, includesTests: true)
        guard !(includesTests ? tests : fleet).isFresh(products: products) else { return }
        try await Prerequisites(.build, terminal: terminal, environment: project.environment).ensure()
        let stamps = includesTests ? [fleet, tests] : [fleet]
        for stamp in stamps { stamp.begin() }
        try await build()
        for stamp in stamps { stamp.finish() }
    }

    /// Builds one executable, and asks SwiftPM whether that is needed.
    func run(product: String) async throws {
        try await Prerequisites(.build, terminal: terminal, environment: project.environment).ensure()
        try await build(product, ["--product", product])
    }

    private func build() async throws {
        try await build(
            includesTests ? "the shop and its tests" : "the shop", includesTests ? ["--build-tests"] : [])
    }

    private func build(_ what: String, _ selection: [String]) async throws {
        let start = ContinuousClock.now
        var display = BuildDisplay(terminal: terminal, title: "Building \(what)")
        var progress = BuildProgress()
        let arguments = ["build", "-c", "release"] + selection
        let tool = ToolRun("swift", arguments, environment: project.environment, in: project.root)
        let status = try await tool.lines { line in
            if let step = progress.take(line) { display.show(step) }
        }
        display.finish()
        guard status == 0 else {
            for line in progress.errors { terminal.errorLine(line) }
            throw ShopError(
                "The build failed", why: "swift \(arguments.joined(separator: " ")) ended with \(status)",
                mend: "correct what the compiler names above, then run the command again", status: .buildFailed)
        }
        terminal.line(terminal.paint("Built", .green) + " \(what) in \(Words.seconds(since: start))")
    }
}
