import ArgumentParser

struct Test: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the tests: all, or one kind.",
        discussion: """
            unit    every part by itself (swift test, without the fleets)
            fleet   whole fleets of real processes: crashes, restarts, two beside each other
            e2e     a browser that shops as a person does (Playwright with Chromium), on a shop of its own
                    or on the one at --base-url

            Nothing is left running, whatever happens.

            EXAMPLES
              ./shop test
              ./shop test e2e --base-url http://127.0.0.1:8080
              ./shop test e2e -- -k checkout
              ./shop test unit -- --filter Money

            EXIT CODES  0 all passed, 1 one failed, 5 packages missing, 6 build failed
            """)

    @Argument(help: "unit, fleet or e2e; all three, if none is named.")
    var kind: TestKind?

    @Option(help: "Run the browser tests on the shop that runs there.")
    var baseURL: String?

    @Argument(parsing: .postTerminator, help: "What the test program is called with besides.")
    var rest: [String] = []

    func validate() throws {
        if baseURL != nil, let kind, kind != .e2e {
            throw ValidationError("--base-url is for the browser tests: ./shop test e2e --base-url URL")
        }
        if !rest.isEmpty, kind == nil {
            throw ValidationError("What stands after -- is for one kind of test: ./shop test e2e -- -k checkout")
        }
    }

    func run() async throws {
        let run = TestRun(
            project: try Project.current(), terminal: .standard, kinds: kind.map { [$0] } ?? TestKind.allCases,
            baseURL: baseURL, rest: rest)
        try await Signals.cancelling { try await run.run() }
    }
}

extension TestKind: ExpressibleByArgument {}
