import ArgumentParser
import Fleet
import Glibc

/// `shop`: the one command of the house.
package struct Shop: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "./shop",
        abstract: "Runs, shows, tests and measures the shop.",
        discussion: """
            EXAMPLE
              ./shop up            build what is stale, start everything, print the shop's URL
              ./shop test          build once and run every test

            Everything of a running shop lives in $SHOP_HOME (default: .shop in the project's folder).
            Two shops with two homes and two ports run side by side:
              SHOP_HOME=/tmp/second ./shop up --port 8090

            EXIT CODES
            \(ExitStatus.table)
            """,
        subcommands: [
            Up.self, Status.self, Logs.self, Down.self, Redeploy.self, Rollback.self, Releases.self, Scale.self,
            Retire.self, New.self, Remove.self, Dev.self, Test.self, Bench.self, Load.self, Prove.self, Catalog.self,
            Events.self, DLQ.self, ShowOrder.self, AuditShop.self, TakeBackup.self, Restore.self, Supervise.self,
        ])

    package init() {}

    /// Runs what the command line says, and ends the process with the documented exit code.
    package static func start() async -> Never {
        let terminal = Terminal.standard
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            Glibc.exit(ExitStatus.done.rawValue)
        } catch {
            Glibc.exit(report(error, on: terminal).rawValue)
        }
    }

    private static func report(_ error: any Error, on terminal: Terminal) -> ExitStatus {
        if let error = ShopError(error) {
            terminal.report(error)
            return error.status
        }
        if let status = error as? ExitStatus { return status }
        let isHelp = exitCode(for: error).isSuccess
        let text = fullMessage(for: error)
        if isHelp { terminal.line(text) } else { terminal.errorLine(text) }
        return isHelp ? .done : (exitCode(for: error) == .validationFailure ? .usage : .failed)
    }
}
