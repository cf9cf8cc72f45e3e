import ArgumentParser
import Fleet

struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures the shop beside its peers.",
        discussion: """
            EXAMPLES
              ./shop bench                 what there is to measure
              ./shop bench composition     pages a second beside nginx (SSI) and Varnish (ESI)
              ./shop bench events          an event's way, whether idling is idle, and durable orders a second

            EXIT CODES  0 measured, 1 failed, 5 packages missing, 6 build failed
            """)

    @Argument(help: "The benchmark; without a name, the list of them.")
    var name: String?

    @Argument(parsing: .postTerminator, help: "What its script is called with.")
    var rest: [String] = []

    func run() async throws {
        let terminal = Terminal.standard
        let project = try Project.current()
        let all = Benchmark.all(in: project)
        guard let name else { return list(all, on: terminal) }
        guard let benchmark = all.first(where: { $0.name == name }) else {
            let names = all.map(\.name).joined(separator: ", ")
            throw ShopError(
                "There is no benchmark '\(name)'", why: names.isEmpty ? "Benchmarks/ has none" : "there are: \(names)",
                mend: "./shop bench", status: .usage)
        }
        let rest = rest
        let status = try await Signals.cancelling {
            try await benchmark.run(rest, in: project, terminal: terminal)
        }
        guard status == 0 else {
            throw ShopError(
                "The benchmark \(name) failed", why: "\(benchmark.script) ended with \(status)",
                mend: "./shop bench \(name) again, and see what it says above")
        }
    }

    private func list(_ benchmarks: [Benchmark], on terminal: Terminal) {
        guard !benchmarks.isEmpty else { return terminal.line("Benchmarks/ has none yet.") }
        let width = benchmarks.reduce(0) { max($0, $1.name.count) }
        for benchmark in benchmarks {
            let name = DisplayWidth.pad(benchmark.name, to: width)
            terminal.line("./shop bench \(terminal.paint(name, .bold))  \(benchmark.summary)")
        }
    }
}
