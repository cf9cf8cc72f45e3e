import ArgumentParser
import Bookkeeping
import Fleet
import Wire

struct ShowOrder: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "order",
        abstract: "Shows what every database says about one order.",
        discussion: """
            Reads the databases of the shop in this SHOP_HOME, running or stopped, and changes nothing. Nothing of its
            buyer is shown. What was said is in the broker's database; where RabbitMQ carries the events, it is read
            there, which a shop that runs is needed for.

            EXAMPLES
              ./shop order UP-7KQ2-M4XD                what it came to, and what each database says
              ./shop order UP-7KQ2-M4XD --timeline     also what happened when, what was said, and because of what

            EXIT CODES  0 shown, 1 there is no such order, or the databases disagree about it,
                        3 there is no shop in this SHOP_HOME
            """)

    @Argument(help: "The order's number.")
    var number: String

    @Flag(help: "Everything that happened, with times and causes.")
    var timeline = false

    func run() async throws {
        let project = try Project.current()
        let log = timeline ? try await rabbitLog(project) : nil
        let moment = try DatabaseMoment(of: project)
        defer { moment.close() }
        let books = try ShopBooks(
            moment, isRunning: project.home.isSupervised, hasOwnBroker: project.home.hasOwnBroker)
        guard let order = OrderWords(number.uppercased(), in: books) else {
            throw ShopError(
                "There is no order \(number)", mend: "./shop events tail --topic orders, or its buyer's page")
        }
        let events = timeline ? try moment.events(about: order.order.number, in: books, log: log) : []
        let terminal = Terminal.standard
        for line in OrderText(order, events).lines(withTimeline: timeline, on: terminal) { terminal.line(line) }
        if timeline, log == nil, !project.home.hasOwnBroker {
            terminal.line("What was said is at RabbitMQ, and is shown while the shop runs: ./shop up --broker …")
        }
        if !order.disagreements.isEmpty { throw ExitStatus.failed }
    }

    /// - Returns: nil if no RabbitMQ carries the events now.
    private func rabbitLog(_ project: Project) async throws -> [CloudEvent]? {
        guard project.home.isSupervised, let rabbit = try RunningRabbit(project) else { return nil }
        return try await rabbit.events(about: number.uppercased())
    }
}

/// An order as an engineer reads it.
package struct OrderText {
    private let order: OrderWords
    private let events: [OrderEvent]

    package init(_ order: OrderWords, _ events: [OrderEvent]) {
        self.order = order
        self.events = events
    }

    package func lines(withTimeline hasTimeline: Bool, on terminal: Terminal) -> [String] {
        let title = terminal.paint("Order \(order.order.number)", .bold) + ": \(order.state)"
        var lines = ["\(title), \(order.total), \(order.pieces)", ""]
        if hasTimeline {
            lines += timeline(terminal) + [""] + ["What was said:"] + said(terminal) + [""]
        }
        return lines + ["What each database says:"] + databases(terminal) + [""] + [verdict(terminal)]
    }

    private func timeline(_ terminal: Terminal) -> [String] {
        let begin = order.order.timeline.first?.at ?? 0
        return order.order.timeline.map { moment in
            let time = terminal.paint(EventTime(milliseconds: moment.at).text, .dim)
            let after = DisplayWidth.pad("+\(Self.seconds(moment.at - begin))", to: 10)
            return "  \(time)  \(after)  \(OrderWords.words(of: moment.what))"
        }
    }

    private func said(_ terminal: Terminal) -> [String] {
        guard !events.isEmpty else { return ["  nothing that is still kept"] }
        return events.map { said in
            let event = said.event
            let cause = event.causationid.map { "because of \($0)" } ?? "by itself"
            let heard = said.handledBy.isEmpty ? "" : ", handled by \(said.handledBy.joined(separator: ", "))"
            let way = said.isUnsent ? ", not sent yet" : heard
            return "  \(terminal.paint(event.time.text, .dim))  \(event.id)  \(event.type), \(cause)\(way)"
        }
    }

    private func databases(_ terminal: Terminal) -> [String] {
        order.databases.map { "  \(terminal.paint(DisplayWidth.pad($0.name, to: 17), .bold))\($0.words)" }
    }

    private func verdict(_ terminal: Terminal) -> String {
        let complaints = order.disagreements
        guard complaints.isEmpty else {
            return terminal.paint("They disagree: ", .bold, .red) + complaints.joined(separator: "; ")
        }
        return order.isUnderWay ? "They go together; it is still under way." : terminal.paint("They agree.", .green)
    }

    private static func seconds(_ milliseconds: Int) -> String {
        milliseconds < 1_000
            ? "\(milliseconds) ms" : "\(milliseconds / 1_000).\(milliseconds % 1_000 / 100) s"
    }
}
