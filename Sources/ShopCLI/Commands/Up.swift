import ArgumentParser
import Fleet

struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Builds what is stale and starts the shop.",
        discussion: """
            Shows what it builds, then a table of the processes, then the shop's URL. A process that crashes is started
            again. Ctrl-C stops everything.

            EXAMPLES
              ./shop up                                     in the foreground, at http://127.0.0.1:8080
              ./shop up --detach                            in the background; ./shop down stops it
              SHOP_HOME=/tmp/second ./shop up --port 8090   a second shop beside it
              ./shop up --broker rabbitmq                   events go over Debian's RabbitMQ, started for this shop
              ./shop up --broker amqp://shop:…@rabbit/      events go over a RabbitMQ that is there
              ./shop up --allow-overrides                   for ./shop dev NAME --against http://127.0.0.1:8080

            EXIT CODES  0 stopped, 1 failed, 4 port in use, 5 packages missing, 6 build failed, 7 runs already
            """)

    @OptionGroup var options: FleetOptions

    @Flag(name: .shortAndLong, help: "Start in the background and return when everything is ready.")
    var detach = false

    @OptionGroup var overrides: OverrideOption

    func run() async throws {
        let terminal = Terminal.standard
        let project = try Project.current()
        try await refuseEarly(project)
        try overrides.check(project)
        var plan = try await Signals.cancelling { try await options.builtPlan(project, terminal: terminal) }
        overrides.apply(to: &plan)
        if detach {
            let arguments = ["supervise"] + options.arguments + overrides.arguments
            try await DetachedFleet(plan: plan, terminal: terminal, arguments: arguments).run()
        } else {
            try await FleetSession(plan: plan, terminal: terminal, isAttended: true).run()
        }
    }

    /// What would fail after the build fails before it.
    private func refuseEarly(_ project: Project) async throws {
        try project.home.refuseHalfRestored()
        if let state = project.home.recordedState(), state.supervisor.isAlive {
            throw FleetError.alreadySupervised(by: state.supervisor.pid, url: state.url)
        }
        // What a supervisor that was killed left behind ends before the shop starts, and gives the port back.
        guard FleetCleaner(home: project.home).processes().isEmpty else { return }
        guard await LoopbackPorts.becomesFree(options.port) else {
            throw FleetError.portTaken(port: options.port, holder: PortHolder.find(port: options.port))
        }
    }
}

/// The background part of `up --detach`; not for people.
struct Supervise: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Supervises the shop, with nobody watching.", shouldDisplay: false)

    @OptionGroup var options: FleetOptions

    @Flag(help: "For ./shop dev: open browsers are told of new releases.")
    var dev = false

    @OptionGroup var overrides: OverrideOption

    func run() async throws {
        let project = try Project.current()
        var plan = try await options.plan(project)
        overrides.apply(to: &plan)
        if dev { plan.settings["SHOP_DEV"] = "1" }
        try await FleetSession(plan: plan, terminal: .standard, isAttended: false, endsWithInput: dev).run()
    }
}
