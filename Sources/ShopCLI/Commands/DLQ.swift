import ArgumentParser
import BrokerAPI
import Wire

struct DLQ: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dlq",
        abstract: "Shows and decides about events that a service could not handle.",
        discussion: """
            An event that was rejected five times is parked. It holds back what follows it of its own topic and
            subject, and nothing else, until it is delivered again or given up.

            EXAMPLES
              ./shop dlq list                          what is parked, in all groups
              ./shop dlq show catalog-service 42       one of them: why, and what it says
              ./shop dlq replay catalog-service 42     deliver it again, when what hindered it is mended
              ./shop dlq discard catalog-service 42    give it up
            """,
        subcommands: [List.self, Show.self, Replay.self, Discard.self])

    /// Which parked event.
    struct Place: ParsableArguments {
        @Argument(help: "The group, which is the name of the service that could not handle it.")
        var group: String

        @Argument(help: "Its position, as ./shop dlq list shows it.")
        var position: Int64
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists what is parked.",
            discussion: """
                EXAMPLES
                  ./shop dlq list
                  ./shop dlq list catalog-service --json | jq '.[].reason'

                EXIT CODES  0 listed, also when nothing is parked; 1 there is no such group,
                            3 no shop runs in this SHOP_HOME
                """)

        @Argument(help: "The group; all, if none is named.")
        var group: String?

        @Flag(help: "Print JSON.")
        var json = false

        func run() async throws {
            let parked = try await DLQ.parked(of: group, Project.current())
            let terminal = Terminal.standard
            if json { return terminal.line(EventText.pretty(parked)) }
            guard !parked.isEmpty else { return terminal.line("Nothing is parked.") }
            var table = TextTable([
                .init(title: "GROUP"), .init(title: "POSITION", isRightAligned: true), .init(title: "TYPE"),
                .init(title: "SUBJECT"), .init(title: "HELD BACK", isRightAligned: true), .init(title: "REASON"),
            ])
            table.rows = parked.map { event in
                [
                    event.group, String(event.position), event.type ?? "damaged record", event.subject,
                    event.heldBack.map(String.init) ?? "?", event.reason,
                ]
            }
            for line in table.lines(on: terminal) { terminal.line(DisplayWidth.fit(line, to: terminal.width)) }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one parked event: why it is parked, and what it says.",
            discussion: """
                EXAMPLE
                  ./shop dlq show catalog-service 42

                EXIT CODES  0 shown, 1 nothing is parked there, 3 no shop runs in this SHOP_HOME
                """)

        @OptionGroup var place: Place

        @Flag(help: "Print JSON.")
        var json = false

        func run() async throws {
            let detail = try await DLQ.detail(of: place, Project.current())
            let terminal = Terminal.standard
            if json { return terminal.line(EventText.pretty(detail)) }
            let parked = detail.parked
            terminal.line(terminal.paint("reason       ", .dim) + parked.reason)
            terminal.line(terminal.paint("attempts     ", .dim) + String(parked.attempts))
            if parked.parkedAt > 0 {
                terminal.line(
                    terminal.paint("parked       ", .dim) + EventTime(milliseconds: parked.parkedAt).text)
            }
            if let heldBack = parked.heldBack {
                terminal.line(terminal.paint("held back    ", .dim) + Words.count(heldBack, "event", "events"))
            }
            guard let event = detail.event else { return }
            for line in EventText.lines(event, on: terminal) { terminal.line(line) }
        }
    }

    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delivers a parked event again, as if for the first time.",
            discussion: """
                A service that has handled the event meanwhile knows it again and does nothing twice.

                EXAMPLES
                  ./shop dlq replay catalog-service 42
                  ./shop dlq replay catalog-service --all

                EXIT CODES  0 it is due, 1 nothing is parked there, 2 which one is not said,
                            3 no shop runs in this SHOP_HOME
                """)

        @Argument(help: "The group, which is the name of the service that could not handle it.")
        var group: String

        @Argument(help: "Its position, as ./shop dlq list shows it.")
        var position: Int64?

        @Flag(help: "All that is parked for the group.")
        var all = false

        func validate() throws {
            if (position == nil) != all { throw ValidationError("Name one position, or --all.") }
        }

        func run() async throws {
            let project = try Project.current()
            let positions =
                if let position { [position] } else { try await DLQ.parked(of: group, project).map(\.position) }
            for position in positions {
                if let rabbit = try RunningRabbit(project) {
                    try await rabbit.replay(group, position)
                } else {
                    try await RunningBroker(project).ask { try await $0.replay(group, position) }
                }
            }
            let count = Words.count(positions.count, "event is", "events are")
            Terminal.standard.line("\(count) delivered to \(group) again; ./shop dlq list shows what comes back")
        }
    }

    struct Discard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives a parked event up, so that what it holds back goes on.",
            discussion: """
                The event stays in the log; ./shop events show has it. The group will never handle it.

                EXAMPLE
                  ./shop dlq discard catalog-service 42

                EXIT CODES  0 given up, 1 nothing is parked there, 3 no shop runs in this SHOP_HOME
                """)

        @OptionGroup var place: Place

        func run() async throws {
            let project = try Project.current()
            if let rabbit = try RunningRabbit(project) {
                try await rabbit.discard(place.group, place.position)
            } else {
                try await RunningBroker(project).ask { try await $0.discard(place.group, place.position) }
            }
            Terminal.standard.line("\(place.group) will not get the event at \(place.position) any more")
        }
    }

    /// All that is parked, of one group or of all.
    private static func parked(of group: String?, _ project: Project) async throws -> [ParkedEvent] {
        if let rabbit = try RunningRabbit(project) {
            let details = if let group { try await rabbit.parked(in: group) } else { try await rabbit.parked() }
            return details.map(\.parked)
        }
        let broker = try RunningBroker(project)
        let groups =
            if let group { [group] } else { try await broker.ask { try await $0.groups() }.map(\.group) }
        var parked: [ParkedEvent] = []
        for group in groups {
            var last: Int64 = 0
            while true {
                let page = try await broker.ask { [last] in try await $0.parked(in: group, after: last) }
                parked += page
                guard let end = page.last?.position, page.count == 100 else { break }
                last = end
            }
        }
        return parked
    }

    private static func detail(of place: Place, _ project: Project) async throws -> ParkedDetail {
        guard let rabbit = try RunningRabbit(project) else {
            return try await RunningBroker(project).ask { try await $0.parked(in: place.group, at: place.position) }
        }
        let detail = try await rabbit.parked(in: place.group).first { $0.parked.position == place.position }
        guard let detail else {
            throw ShopError("Nothing is parked for \(place.group) at \(place.position)", mend: "./shop dlq list")
        }
        return detail
    }
}
