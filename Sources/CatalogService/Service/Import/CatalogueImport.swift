import CatalogAPI
import GRDB

/// Brings a catalogue into the database: in one transaction, and only what differs.
struct CatalogueImport: Sendable {
    let database: any DatabaseWriter
    let pictures: PictureBook
    /// Nil where nobody is to be told.
    var news: CatalogueNews?

    /// Reads, checks and applies a file.
    /// - Throws: ``CatalogueRefused`` with everything that is wrong; then nothing was changed.
    func bring(_ bytes: [UInt8]) async throws -> ImportResult {
        try await apply(try CatalogueDocument.read(bytes))
    }

    /// Pictures are drawn before the transaction begins, so that orders never wait for a pencil.
    private func apply(_ document: CatalogueDocument) async throws -> ImportResult {
        let designs = PictureDesign.all(of: document)
        let drawn = try await pictures.draw(designs)
        return try await database.write { [news] database in
            let before = try news.map { _ in try CatalogueSnapshot(database) }
            let result = try Self.write(document, in: database)
            let picturesChanged = try pictures.write(designs, drawn: drawn, in: database)
            if result.inserted + result.updated + result.removed > 0 || picturesChanged {
                try database.execute(sql: "UPDATE catalogue SET generation = generation + 1")
                if let news, let before {
                    try CatalogueSnapshot(database).tell(news, since: before, in: database)
                }
            }
            return result
        }
    }

    /// References point upwards, so rows come from the top and go from the bottom.
    private static func write(_ document: CatalogueDocument, in database: Database) throws -> ImportResult {
        var sync = RecordSync()
        let categories = try sync.write(document.categories, in: database)
        let colourways = try sync.write(document.colourways, in: database)
        let stores = try sync.write(document.stores, in: database)
        let products = try sync.write(document.products, in: database)
        let variants = try sync.write(document.variants, in: database) { $0.keepingCount(of: $1) }
        try sync.remove(variants, from: database)
        try sync.remove(products, from: database)
        try sync.remove(stores, from: database)
        try sync.remove(colourways, from: database)
        try sync.remove(categories, from: database)
        try SearchIndex.write(SearchText.all(of: document), in: database)
        return sync.result
    }
}
