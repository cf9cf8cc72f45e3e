import ArgumentParser
import BrokerAPI
import Wire

struct Events: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows what the services say to each other.",
        discussion: """
            EXAMPLES
              ./shop events tail -f                            what is said, as it is said
              ./shop events show order-service/orders/17       one event, with all that it says
              ./shop events groups                             how far everybody is who hears them
            """,
        subcommands: [Tail.self, Show.self, Groups.self])

    struct Tail: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows the newest events.",
            discussion: """
                EXAMPLES
                  ./shop events tail                               the newest 20
                  ./shop events tail -n 5 --topic orders           the newest 5 about orders
                  ./shop events tail -f --subject UP-1042          all about one order, and what comes
                  ./shop events tail --json | jq .event.type       for programs: one object a line

                EXIT CODES  0 shown, 2 a filter makes no sense, 3 no shop runs in this SHOP_HOME
                """)

        @Flag(name: .shortAndLong, help: "Go on with what comes, until Ctrl-C.")
        var follow = false

        @Option(name: [.customShort("n"), .long], help: "How many of the newest events, 0 to 1000.")
        var lines = 20

        @Option(help: "Only this topic, such as orders.")
        var topic: String?

        @Option(help: "Only this type, such as shop.order.placed.v1.")
        var type: String?

        @Option(help: "Only this subject, such as an order's number.")
        var subject: String?

        @Flag(help: "Print JSON, an object a line.")
        var json = false

        func validate() throws {
            guard (0...1_000).contains(lines) else {
                throw ValidationError("--lines \(lines) is not possible: it is a number from 0 to 1000.")
            }
        }

        func run() async throws {
            let project = try Project.current()
            var query = LogQuery()
            query.last = max(1, lines)
            (query.topic, query.type, query.subject) = (topic, type, subject)
            if let rabbit = try RunningRabbit(project) { return try await tail(query, rabbit) }
            let page = try await RunningBroker(project).ask { [query] broker in
                try await query.newest { try await broker.log($0) }
            }
            if lines > 0 { try show(page) }
            guard follow else { return }
            query.last = nil
            query.after = page.next
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { for await _ in Signals.stream() { return } }
                group.addTask { [query] in try await self.follow(query, project) }
                try await group.next()
                group.cancelAll()
            }
        }

        private func tail(_ query: LogQuery, _ rabbit: RunningRabbit) async throws {
            var query = query
            query.last = lines
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { for await _ in Signals.stream() { return } }
                group.addTask { [query] in
                    try await rabbit.tail(query, follows: follow) {
                        try show(LogPage(entries: [$0], next: 0, hasMore: false))
                    }
                }
                try await group.next()
                group.cancelAll()
            }
        }

        /// Shows what comes until it is cancelled, also from a broker that takes over from this one.
        private func follow(_ query: LogQuery, _ project: Project) async throws {
            var query = query
            var failures = 0
            while !Task.isCancelled {
                do {
                    let page = try await RunningBroker(project).ask { [query] in
                        try await $0.log(query, wait: .seconds(20))
                    }
                    try show(page)
                    query.after = page.next
                    failures = 0
                } catch let error as ShopError where failures < Self.patience && error.status == .failed {
                    failures += 1
                }
                // A broker that drains answers at once, and another will answer soon.
                if failures > 0 { try await Task.sleep(for: .milliseconds(500)) }
            }
        }

        /// Questions without an answer, half a second apart, after which the broker is not waited for any more.
        private static let patience = 20

        private func show(_ page: LogPage) throws {
            let terminal = Terminal.standard
            for entry in page.entries {
                terminal.line(json ? try EventText.compact(entry) : EventText.line(entry, on: terminal))
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one event with all that it says.",
            discussion: """
                EXAMPLES
                  ./shop events show order-service/orders/17
                  ./shop events show order-service/orders/17 --json | jq .event.data

                EXIT CODES  0 shown, 1 there is no such event or its record is damaged, 2 that is no event's id,
                            3 no shop runs in this SHOP_HOME
                """)

        @Argument(help: "The event's id: its source, topic and sequence.")
        var id: String

        @Flag(help: "Print JSON.")
        var json = false

        func run() async throws {
            let project = try Project.current()
            let entry =
                if let rabbit = try RunningRabbit(project) { try await rabbit.entry(id) } else {
                    try await RunningBroker(project).ask { try await $0.entry(id) }
                }
            let terminal = Terminal.standard
            if json { return terminal.line(EventText.pretty(entry)) }
            guard let event = entry.event else { return }
            for line in EventText.lines(event, on: terminal) { terminal.line(line) }
        }
    }
}
