import ArgumentParser
import Fleet
import FoundationEssentials
import Shoppers

struct ProveOrders: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "orders",
        abstract: "People order while processes are killed at random; every order comes to exactly one end.",
        discussion: """
            Starts a shop of its own, on ports and in a home that nobody else has, and orders from it: with cards that
            are accepted, declined, slow, silent or answered twice, some of articles that run out, some called off.
            Meanwhile processes are ended by kill -9 at random moments, whichever they are. Who is not answered asks
            again with the same key. In the end every acknowledged order must be there once, at the end that belongs to
            its card, and all databases must agree, ten seconds after the last kill. A RabbitMQ needs up to eight of
            them to start again, if it was the last that was killed.

            Ctrl-C ends it early, without a verdict.

            EXAMPLES
              ./shop prove orders                               1000 kills at 50 orders a second, about 17 minutes
              ./shop prove orders --kills 20 --duration 30s --seed 7
              ./shop prove orders --broker rabbitmq --kills 100 --rate 20
              ./shop prove orders --kills 20 --json | jq .ends

            EXIT CODES  0 proven, 1 not proven, 6 build failed
            """)

    @Option(help: "Orders a second.")
    var rate = 50.0

    @Option(help: "How often something is killed.")
    var kills = 1_000

    @Option(help: "How long people order, e.g. 30s or 10m; a second for each kill, if not said.")
    var duration: String?

    @Option(help: "What carries the events, as ./shop up --broker takes it; the setting SHOP_BROKER, if not said.")
    var broker: String?

    @Option(help: "Another number makes other orders and other kills.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Folder of executables that are taken as they are, unbuilt.", visibility: .hidden))
    var binaries: String?

    @Flag(help: "Print the report as JSON, and nothing else.")
    var json = false

    func validate() throws {
        guard rate > 0, rate <= 1_000 else {
            throw ValidationError("--rate \(rate) is not a rate: it is a number above 0, of at most 1000.")
        }
        guard (0...100_000).contains(kills) else {
            throw ValidationError("--kills \(kills): it is a number from 0 to 100000.")
        }
        if let duration, DurationText.read(duration) == nil {
            throw ValidationError("--duration \(duration) is not a duration: it is like 30s, 10m or 500ms.")
        }
    }

    func run() async throws {
        let terminal = Terminal.standard
        var settings = OrderProof.settings
        settings["SHOP_BROKER"] = broker
        let fleet = try await ProofFleet(
            of: "orders", Project.current(), binaries: binaries, settings: settings,
            terminal: json ? terminal.onStandardError : terminal)
        let proof = OrderProof(
            fleet: fleet, rate: rate, duration: duration.flatMap(DurationText.read) ?? .seconds(max(10, kills)),
            kills: kills, seed: seed, progress: OrderProgress(terminal: json ? nil : terminal))
        if !json { terminal.line("Starting a shop in \(fleet.plan.home.path); the seed is \(seed)…") }
        let report = try await fleet.running { state in
            try await Signals.cancelling { try await proof.run(on: state) }
        }
        if json {
            terminal.line(EventText.pretty(report))
        } else {
            for line in OrderReportText(report).lines(on: terminal) { terminal.line(line) }
        }
        guard report.isProven else {
            if !json { terminal.line("What its shop said and wrote is in \(fleet.plan.home.path).") }
            throw ExitStatus.failed
        }
        fleet.remove()
    }
}
