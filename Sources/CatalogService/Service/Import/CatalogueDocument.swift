import Wire

/// A catalogue as a file brings it, whole and checked: whatever a value of this type says can be written into the
/// database as it stands.
struct CatalogueDocument: Sendable {
    /// The longest acceptable file in bytes.
    static let sizeLimit = 8 << 20

    var categories: [CategoryRecord] = []
    var colourways: [ColourwayRecord] = []
    var stores: [StoreRecord] = []
    var products: [ProductRecord] = []
    /// Of all products; `position` is the place among the product's own.
    var variants: [VariantRecord] = []

    /// Reads and checks a file, whole.
    /// - Throws: ``CatalogueRefused`` with everything that is wrong.
    static func read(_ bytes: [UInt8]) throws -> CatalogueDocument {
        let node: JSONNode
        do {
            node = try JSONReader.read(bytes)
        } catch let error as JSONSyntaxError {
            throw CatalogueRefused(
                errors: [.init(field: "document", detail: error.detail, line: error.line)], count: 1)
        }
        var reader = CatalogueReader()
        reader.read(node)
        guard reader.findings.count == 0 else {
            let errors = reader.findings.errors.sorted { ($0.line ?? 0) < ($1.line ?? 0) }
            throw CatalogueRefused(errors: errors, count: reader.findings.count)
        }
        return reader.document
    }
}
