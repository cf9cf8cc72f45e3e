import GRDB

/// A row of the catalogue that a file brings: compared with what is there, and written only if it differs.
protocol CatalogueRecord: Codable, Equatable, Sendable, FetchableRecord, PersistableRecord {
    /// The primary key.
    var key: String { get }
}

extension CatalogueRecord {
    static var databaseColumnEncodingStrategy: DatabaseColumnEncodingStrategy { .convertToSnakeCase }
    static var databaseColumnDecodingStrategy: DatabaseColumnDecodingStrategy { .convertFromSnakeCase }
}

extension Array where Element: CatalogueRecord {
    var byKey: [String: Element] {
        var records: [String: Element] = [:]
        for record in self { records[record.key] = record }
        return records
    }
}

struct CategoryRecord: CatalogueRecord {
    static let databaseTableName = "category"
    var id: String
    /// The file's order, from 0.
    var position: Int
    var name: String
    var tagline: String
    var summary: String
    var scene: String

    var key: String { id }
}

struct ColourwayRecord: CatalogueRecord {
    static let databaseTableName = "colourway"
    var id: String
    var name: String
    /// How SKUs name it, e.g. `SR`.
    var code: String
    var colours: [String]

    var key: String { id }
}

struct StoreRecord: CatalogueRecord {
    static let databaseTableName = "store"
    var id: String
    var position: Int
    var name: String
    var street: String
    var postalCode: String
    var city: String
    var country: String
    var summary: String
    var hours: [String]
    var scene: String

    var key: String { id }
}

struct ProductRecord: CatalogueRecord {
    static let databaseTableName = "product"
    var id: String
    var name: String
    var category: String
    var shape: String
    var pattern: String
    var summary: String
    var description: String
    var highlights: [String]
    var uses: [String]
    var windMinimum: Int?
    var windMaximum: Int?
    var skill: String
    var wingspan: Int?
    var weight: Int
    var line: String
    var material: String
    var introduced: String

    var key: String { id }
}

struct VariantRecord: CatalogueRecord {
    static let databaseTableName = "variant"
    var sku: String
    var product: String
    var position: Int
    var colourway: String
    var size: String
    var price: Int
    var stock: Int
    /// What the file said when `stock` was last set by an import.
    var importedStock: Int
    /// How many orders have taken, ever.
    var withdrawn: Int

    var key: String { sku }

    /// This row, as a file has it, beside the one that is there: the file sets the stock only if it says another number
    /// than last time, so that reading the same file again never brings sold pieces back.
    func keepingCount(of existing: VariantRecord?) -> VariantRecord {
        guard let existing else { return self }
        var copy = self
        copy.withdrawn = existing.withdrawn
        if existing.importedStock == importedStock { copy.stock = existing.stock }
        return copy
    }
}
