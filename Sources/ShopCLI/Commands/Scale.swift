import ArgumentParser
import Fleet

struct Scale: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sets how many instances of a process run.",
        discussion: """
            Calls go to the less busy of two instances chosen at random. A process that owns a database or a public
            socket runs once.

            An instance that does not get ready in time is stopped, and the others stay.

            EXAMPLE
              ./shop scale decide-fragments 3

            EXIT CODES  0 done, 1 not possible, or not as many as asked, 3 no shop runs here
            """)

    @Argument(help: "The process.")
    var name: String

    @Argument(help: "How many, from 1 to 20.")
    var count: Int

    func validate() throws {
        guard (1...20).contains(count) else {
            throw ValidationError(
                "\(count) instances: it is a number from 1 to 20 (./shop retire takes a process out).")
        }
    }

    func run() async throws {
        let control = ShopControl(project: try .current(), terminal: .standard)
        try await control.ask(ControlRequest(.scale, process: control.process(name), count: count))
    }
}

struct Retire: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Takes a process out of the running shop, with its pages.",
        discussion: """
            Its last requests are answered, and the shell forgets its pages and fragments. To have it back:
            ./shop redeploy NAME.

            EXAMPLE
              ./shop retire care-guide-fragments

            EXIT CODES  0 done, 1 not possible, 3 no shop runs here
            """)

    @Argument(help: "The process.")
    var name: String

    func run() async throws {
        let project = try Project.current()
        let control = ShopControl(project: project, terminal: .standard)
        // A team that is leaving may have taken its line out of the fleet's file already.
        let process = (try? control.process(name)) ?? ProcessSpecification(name: name, team: "")
        try await control.ask(ControlRequest(.retire, process: process))
    }
}
