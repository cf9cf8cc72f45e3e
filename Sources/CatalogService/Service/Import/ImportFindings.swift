import Wire

/// What is wrong with a catalogue: collected to the end, so that its author learns everything at once.
struct ImportFindings {
    /// So many errors are listed; the rest is only counted.
    static let limit = 100

    private(set) var errors: [Problem.FieldError] = []
    private(set) var count = 0

    mutating func add(_ field: String, line: Int, _ detail: String) {
        count += 1
        guard errors.count < Self.limit else { return }
        errors.append(Problem.FieldError(field: field, detail: detail, line: line))
    }
}

/// A catalogue that is refused, whole.
struct CatalogueRefused: Error {
    /// The first ``ImportFindings/limit`` errors, in the document's order.
    let errors: [Problem.FieldError]
    let count: Int
}
