import ArgumentParser
import FoundationEssentials
import Shoppers

struct Prove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Proves what the shop promises, on a shop of its own.",
        discussion: """
            EXAMPLES
              ./shop prove                 what there is to prove
              ./shop prove redeploy        no redeploy loses anything
              ./shop prove orders          no kill loses or doubles an order

            EXIT CODES  0 proven, 1 not proven, 6 build failed
            """,
        subcommands: [ProveRedeploy.self, ProveOrders.self])

    func run() async throws {
        let terminal = Terminal.standard
        let proofs = Self.configuration.subcommands.map { $0.configuration }
        let width = proofs.reduce(0) { max($0, $1.commandName?.count ?? 0) }
        for proof in proofs {
            let name = DisplayWidth.pad(proof.commandName ?? "", to: width)
            terminal.line("./shop prove \(terminal.paint(name, .bold))  \(proof.abstract)")
        }
    }
}

struct ProveRedeploy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redeploy",
        abstract: "Shoppers shop while every process is replaced again and again; nothing is lost.",
        discussion: """
            Starts a shop of its own, on ports and in a home that nobody else has, and sends shoppers into it. Meanwhile
            one process after the other, in a random order, is replaced by a new release of itself: most at once, some
            of those that can run side by side in steps. Then it looks at every order once more, and stops its shop.

            Ctrl-C ends it early, with the report of what there is.

            EXAMPLES
              ./shop prove redeploy                                   100 redeploys at 200 requests a second
              ./shop prove redeploy --redeploys 16 --rate 100
              ./shop prove redeploy --json --seed 7 | jq .load.failures

            EXIT CODES  0 every redeploy was done and nothing was lost, 1 not so, 6 build failed
            """)

    @Option(help: "Pages and forms a second; redirects and assets come on top.")
    var rate = 200.0

    @Option(help: "How many redeploys, spread over all processes.")
    var redeploys = 100

    @Option(
        help: "How long between two redeploys, such as 500ms, so that there is a meanwhile to compare with.",
        transform: { text in
            if let duration = DurationText.read(text) { return duration }
            throw ValidationError("a duration is like 2s, 1m or 500ms.")
        })
    var pause = Duration.seconds(2)

    @Option(help: "Another number makes another order, and other journeys.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Folder of executables that are taken as they are, unbuilt.", visibility: .hidden))
    var binaries: String?

    @Flag(help: "Print the report as JSON, and nothing else.")
    var json = false

    func validate() throws {
        guard rate > 0, rate <= 10_000 else {
            throw ValidationError("--rate \(rate) is not a rate: it is a number above 0, of at most 10000.")
        }
        guard (1...10_000).contains(redeploys) else {
            throw ValidationError("--redeploys \(redeploys): it is a number from 1 to 10000.")
        }
    }

    func run() async throws {
        let terminal = Terminal.standard
        let project = try Project.current()
        let fleet = try await ProofFleet(
            of: "redeploy", project, binaries: binaries, terminal: json ? terminal.onStandardError : terminal)
        let proof = RedeployProof(
            fleet: fleet, rate: rate, redeploys: redeploys, pause: pause, seed: seed,
            progress: RedeployProgress(of: redeploys, on: json ? nil : terminal))
        if !json { terminal.line("Starting a shop in \(fleet.plan.home.path); the seed is \(seed)…") }
        let report = try await fleet.running { state in try await proof.run(on: state) }
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            terminal.line(String(decoding: try encoder.encode(report), as: UTF8.self))
        } else {
            for line in RedeployReportText(report).lines(on: terminal) { terminal.line(line) }
        }
        guard report.isProven else {
            if !json { terminal.line("What its shop said is in \(fleet.plan.home.logs).") }
            throw ExitStatus.failed
        }
        fleet.remove()
    }
}
