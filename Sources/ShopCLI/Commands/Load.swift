import ArgumentParser
import FoundationEssentials
import Shoppers
import Wire

struct Load: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sends shoppers into the running shop and checks every answer.",
        discussion: """
            Shoppers browse, filter, search, choose variants, fill carts and order, each with cookies and keep-alive
            connections of their own; some read slowly. Requests are sent when they are due, however slow the shop
            is, and latencies are measured from then. Every page must be whole: its end, its required fragments, all
            that it needs; carts and orders must be as the shoppers left them.

            Ctrl-C ends it early, with the report.

            EXAMPLES
              ./shop load                                  200 requests a second for a minute
              ./shop load --rate 50 --duration 10s
              ./shop load --duration 2m --slow-share 0.2 --seed 7
              ./shop load --url http://127.0.0.1:8090 --json | jq .latency

            EXIT CODES  0 everything was whole, 1 something was not, 3 no shop runs in this SHOP_HOME
            """)

    @Option(help: "Pages and forms a second; redirects and assets come on top.")
    var rate = 200.0

    @Option(help: "How long, e.g. 60s, 2m or 500ms.")
    var duration = "60s"

    @Option(help: "How many people shop at the same time; a quarter of the rate, if not said.")
    var shoppers: Int?

    @Option(help: "The share of shoppers who read slowly, from 0 to 1.")
    var slowShare = 0.05

    @Option(help: "Another number makes other journeys.")
    var seed: UInt64 = 1

    @Option(help: "A shop that runs elsewhere, e.g. http://127.0.0.1:8090.")
    var url: String?

    @Flag(help: "Print the report as JSON, and nothing else.")
    var json = false

    func validate() throws {
        guard rate > 0, rate <= 10_000 else {
            throw ValidationError("--rate \(rate) is not a rate: it is a number above 0, of at most 10000.")
        }
        guard DurationText.read(duration) != nil else {
            throw ValidationError("--duration \(duration) is not a duration: it is like 60s, 2m or 500ms.")
        }
        if let shoppers, !(1...10_000).contains(shoppers) {
            throw ValidationError("--shoppers \(shoppers): it is a number from 1 to 10000.")
        }
        guard (0...1).contains(slowShare) else {
            throw ValidationError("--slow-share \(slowShare): it is a share from 0 to 1, e.g. 0.05.")
        }
        if let url, LoadPlan.shop(at: url) == nil {
            throw ValidationError("--url \(url): it is like http://127.0.0.1:8080, without a path.")
        }
    }

    func run() async throws {
        let terminal = Terminal.standard
        let session = LoadSession(plan: try plan(), terminal: terminal, isSilent: json)
        let report = try await session.run()
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            terminal.line(String(decoding: try encoder.encode(report), as: UTF8.self))
        } else {
            for line in LoadReportText(report).lines(on: terminal) { terminal.line(line) }
        }
        if !report.isClean { throw ExitStatus.failed }
    }

    private func plan() throws -> LoadPlan {
        let url = try url ?? RunningShop(Project.current()).state().url
        guard let shop = LoadPlan.shop(at: url), let duration = DurationText.read(duration) else {
            throw ShopError("\(url) is no shop's address", mend: "./shop load --url http://127.0.0.1:8080")
        }
        var plan = LoadPlan(shop: shop, rate: rate, duration: duration, shoppers: shoppers)
        plan.slowShare = slowShare
        plan.seed = seed
        return plan
    }
}
