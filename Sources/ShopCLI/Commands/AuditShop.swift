import ArgumentParser
import Bookkeeping
import BrokerAPI
import Fleet
import FoundationEssentials

struct AuditShop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Joins what every database says about orders, payments, parcels, stock and events.",
        discussion: """
            Reads the databases of the shop in this SHOP_HOME, running or stopped, as they are at one moment, changes
            nothing, and prints where they disagree. What is on its way is counted and is no disagreement, unless it is
            far too late. Where RabbitMQ carries the events, what one service has said is held against what the others
            have handled, and of a running shop what is parked there is read.

            EXAMPLES
              ./shop audit                 every disagreement, in words; none: one line
              ./shop audit --settled       what is on its way is a disagreement too
              ./shop audit --json | jq .counts

            EXIT CODES  0 all agree, 1 they do not, or a database cannot be read, 3 there is no shop in this SHOP_HOME
            """)

    @Flag(help: "Everything must have come to its end.")
    var settled = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let project = try Project.current()
        let terminal = Terminal.standard
        let books = try ShopBooks(of: project)
        var report = Audit(of: books, mustBeSettled: settled).report()
        for parked in try await parkedAtRabbitMQ(project) {
            report.disagreements.append(
                .init(
                    parked.id.map { "event \($0)" } ?? "message \(parked.position)",
                    "\(parked.group) could not handle it (\(parked.reason)); ./shop dlq list"))
        }
        if json {
            terminal.line(EventText.pretty(report))
        } else {
            for line in AuditText(report).lines(on: terminal) { terminal.line(line) }
        }
        if !report.isClean { throw ExitStatus.failed }
    }

    /// The broker's database has these itself.
    private func parkedAtRabbitMQ(_ project: Project) async throws -> [ParkedEvent] {
        guard project.home.isSupervised, let rabbit = try RunningRabbit(project) else { return [] }
        return try await rabbit.parked().map(\.parked)
    }
}

extension ShopBooks {
    /// - Throws: `ShopError`, if there is no shop or its databases cannot be read.
    init(of project: Project) throws {
        let moment = try DatabaseMoment(of: project)
        defer { moment.close() }
        do {
            try self.init(
                moment, isRunning: project.home.isSupervised, hasOwnBroker: project.home.hasOwnBroker)
        } catch {
            throw ShopError("The databases cannot be read", why: "\(error)", mend: "./shop status")
        }
    }
}

extension DatabaseMoment {
    /// - Throws: `ShopError`, if there is no shop or its databases cannot be read.
    convenience init(of project: Project) throws {
        let home = project.home
        guard !DatabaseMoment.files(in: home.data).isEmpty else {
            throw ShopError(
                "There is no shop here", why: "\(home.data) has no databases", mend: "./shop up", status: .notRunning)
        }
        do {
            try self.init(of: home.data, isWritten: !home.isAtRest)
        } catch {
            throw ShopError("The databases cannot be read", why: "\(error)", mend: "./shop status")
        }
    }
}

extension FleetHome {
    /// Whether a supervisor lives.
    var isSupervised: Bool { recordedState()?.supervisor.isAlive ?? false }
    /// Whether the process `broker` carries the events, or did so in a shop that does not run.
    package var hasOwnBroker: Bool {
        if let state = recordedState() { return state.processes.contains { $0.name == BrokerClient.serviceName } }
        return lastEngine.map { $0 == Self.ownBroker }
            ?? FileManager.default.fileExists(atPath: "\(data)/broker.sqlite")
    }
    /// Whether no process of the fleet runs, supervised or not.
    var isAtRest: Bool { !isSupervised && FleetCleaner(home: self).processes().isEmpty }
}
