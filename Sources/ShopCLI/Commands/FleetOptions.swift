import ArgumentParser
import Fleet

/// Which fleet a command starts, and where.
struct FleetOptions: ParsableArguments, Sendable {
    @Option(help: "The port of the shop on 127.0.0.1; the other processes take the ports after it.")
    var port = 8080

    @Option(help: "What carries events: embedded, rabbitmq, or the amqp:// URL of a RabbitMQ.")
    var broker: String?

    @Option(help: ArgumentHelp("Folder of executables that are run as they are, unbuilt.", visibility: .hidden))
    var binaries: String?

    @Option(help: ArgumentHelp("Another fleet file than compose/fleet.json.", visibility: .hidden))
    var fleet: String?

    func validate() throws {
        guard (1...65_535).contains(port) else {
            throw ValidationError("--port \(port) is not a port: it is a number from 1 to 65535.")
        }
    }

    /// These options again, for another process. A URL goes there as a setting, since everybody can read arguments.
    var arguments: [String] {
        ["--port", String(port)] + (broker.map { $0.contains("://") ? [] : ["--broker", $0] } ?? [])
            + (binaries.map { ["--binaries", $0] } ?? []) + (fleet.map { ["--fleet", $0] } ?? [])
    }

    /// The fleet as it will run, from executables that are there.
    func plan(_ project: Project) async throws -> FleetPlan {
        let file = fleet ?? project.fleetFile
        var settings = project.environment
        settings["SHOP_DEV"] = nil
        settings["SHOP_OVERRIDES"] = nil
        var plan = FleetPlan(
            fleet: try FleetFile(contentsOf: file), home: project.home, root: project.root,
            binaries: binaries ?? project.binaries, port: port, release: await project.release(),
            settings: settings)
        try choice(project).apply(to: &plan)
        return plan
    }

    private func choice(_ project: Project) throws -> BrokerChoice {
        try BrokerChoice(broker ?? project.environment["SHOP_BROKER"] ?? BrokerChoice.embedded)
    }

    /// The same, with the executables built first where they are the project's own.
    func builtPlan(_ project: Project, terminal: Terminal) async throws -> FleetPlan {
        let choice = try choice(project)
        if case .rabbitMQ = choice {
            try await Prerequisites(.rabbitMQ, terminal: terminal, environment: project.environment).ensure()
        }
        try await choice.tryToEnter()
        if let change = try EngineSwitch(project, to: choice) {
            try change.check()
            try change.writeDown(in: project.home)
            if let warning = change.warning { terminal.line(terminal.paint(warning, .yellow)) }
        }
        let plan = try await plan(project)
        if binaries == nil {
            let build = SwiftBuild(project: project, terminal: terminal, includesTests: false)
            try await build.run(products: plan.fleet.processes.map(\.name).filter { plan.programs[$0] == nil })
        }
        return plan
    }
}
