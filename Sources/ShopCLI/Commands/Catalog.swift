import ArgumentParser

struct Catalog: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Changes what the shop sells.",
        discussion: """
            EXAMPLE
              ./shop catalog import my-kites.json
              ./shop catalog set KT-001-SR --price 129.00 --stock 7
            """,
        subcommands: [Import.self, Set.self])

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

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sets an article's price, its stock, or both, in the running shop.",
            discussion: """
                The stock is the pieces that can be sold: what is reserved for orders is not among them. The change is
                on the next page that anybody opens. An import of the catalogue file brings the file's price back, and
                its stock once the file says another number than before.

                EXAMPLES
                  ./shop catalog set KT-001-SR --price 129.00
                  ./shop catalog set KT-001-SR --stock 0

                EXIT CODES  0 set, 1 refused, 2 the price or the stock makes no sense, 3 no shop runs in this SHOP_HOME
                """)

        @Argument(help: "The article's number, such as KT-001-SR.")
        var sku: String

        @Option(help: "What one piece costs, in euros, such as 129.00.")
        var price: String?

        @Option(help: "How many pieces can be sold, 0 to 1000000.")
        var stock: Int?

        func validate() throws {
            guard price != nil || stock != nil else {
                throw ValidationError("Give --price, --stock, or both.")
            }
            if let price, ArticleSetting.cents(price) == nil {
                throw ValidationError("--price \(price) is not possible: it is an amount in euros such as 129.00.")
            }
            if let stock, !(0...1_000_000).contains(stock) {
                throw ValidationError("--stock \(stock) is not possible: it is a number from 0 to 1000000.")
            }
        }

        func run() async throws {
            let project = try Project.current()
            let setting = ArticleSetting(
                sku: sku, price: price.flatMap(ArticleSetting.cents), stock: stock, terminal: .standard)
            try await setting.run(on: RunningShop(project).state())
        }
    }
}
