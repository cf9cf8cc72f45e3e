import Fleet
import FoundationEssentials

/// A measurement: a folder in Benchmarks with a script `run`, whose first comment says what it measures.
package struct Benchmark: Sendable, Equatable {
    let name: String
    let script: String
    let summary: String

    static func all(in project: Project) -> [Benchmark] {
        let folder = project.root + "/Benchmarks"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().compactMap { name in
            let script = "\(folder)/\(name)/run"
            guard FileManager.default.isExecutableFile(atPath: script),
                let text = FileManager.default.contents(atPath: script)
            else { return nil }
            return Benchmark(
                name: name, script: script, summary: summary(of: String(decoding: text, as: UTF8.self)))
        }
    }

    /// The first comment of a script, without its `#!` line.
    package static func summary(of script: String) -> String {
        let comment = script.split(separator: "\n").first { $0.hasPrefix("#") && !$0.hasPrefix("#!") }
        return comment.map { String($0.drop { $0 == "#" || $0 == " " }) } ?? ""
    }

    /// Builds the shop, sees to packages, and runs the script with this process's output. Returns its exit code.
    func run(_ arguments: [String], in project: Project, terminal: Terminal) async throws -> Int32 {
        if name == "composition" {
            let needed = Prerequisites(.compositionBenchmark, terminal: terminal, environment: project.environment)
            try await needed.ensure()
        }
        let products = try FleetFile(contentsOf: project.fleetFile).processes.map(\.name)
        try await SwiftBuild(project: project, terminal: terminal, includesTests: false).run(products: products)
        var environment = project.environment
        environment["SHOP_ROOT"] = project.root
        return try await ToolRun(script, arguments, environment: environment, in: project.root).show()
    }
}
