import ArgumentParser
import Bookkeeping
import BrokerAPI
import Wire

extension Events {
    struct Groups: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows how far everybody is who hears events.",
            discussion: """
                A group is a service: its instances share the work. What is due to it was said and is not handled yet;
                of that, its instances have in flight what they were given.

                EXAMPLES
                  ./shop events groups
                  ./shop events groups --json | jq '.[] | select(.lag > 100).group'

                EXIT CODES  0 shown, 1 what carries the events does not answer, 3 no shop runs in this SHOP_HOME
                """)

        @Flag(help: "Print JSON.")
        var json = false

        func run() async throws {
            let project = try Project.current()
            let reports =
                if let rabbit = try RunningRabbit(project) {
                    try await rabbit.reports(ShopBooks(of: project))
                } else {
                    try await RunningBroker(project).ask { try await $0.groups() }
                }
            let terminal = Terminal.standard
            if json { return terminal.line(EventText.pretty(reports)) }
            var table = TextTable([
                .init(title: "GROUP"), .init(title: "TOPICS"), .init(title: "DUE", isRightAligned: true),
                .init(title: "OLDEST", isRightAligned: true), .init(title: "IN FLIGHT", isRightAligned: true),
                .init(title: "PARKED", isRightAligned: true),
            ])
            table.rows = reports.map { report in
                [
                    report.group, report.topics.joined(separator: " "), String(report.lag),
                    report.lag > 0 ? "\(report.oldestSeconds) s" : "-", String(report.inFlight), String(report.parked),
                ]
            }
            for line in table.lines(on: terminal) { terminal.line(line) }
        }
    }
}
