import ArgumentParser

struct Catalog: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Changes what the shop sells.",
        discussion: """
            EXAMPLE
              ./shop catalog import my-kites.json
            """,
        subcommands: [Import.self])

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Imports a catalogue file into the running shop, whole or not at all.",
            discussion: """
                The file is checked as a whole first; every mistake is named with its line and field, and then nothing
                is changed. Importing it again changes only what differs.

                EXAMPLE
                  ./shop catalog import my-kites.json

                EXIT CODES  0 imported, 1 refused, 3 no shop runs in this SHOP_HOME
                """)

        @Argument(help: "The catalogue, a JSON file.")
        var file: String

        func run() async throws {
            let project = try Project.current()
            try await CatalogueImport(file: file, terminal: .standard).run(on: RunningShop(project).state())
        }
    }
}
