import KiteDrawing
import Vocabulary

/// Makes a document out of a tree of JSON, and finds what is wrong with it: each field by itself, names that are there
/// twice, and references to what is not there.
struct CatalogueReader {
    var document = CatalogueDocument()
    var findings = ImportFindings()
    private var taken: [String: Int] = [:]
    private(set) var categories: Set<String> = []
    private(set) var codes: [String: String] = [:]

    static let scenes = Scene.allCases.map(\.rawValue)

    mutating func read(_ node: JSONNode) {
        let root = ObjectReader(
            node, at: "", knowing: ["format", "currency", "categories", "colourways", "stores", "products"], &findings)
        _ = root.integer("format", 1...1, &findings)
        _ = root.text("currency", shape: "EUR", &findings) { $0 == "EUR" }
        for (position, element) in root.list("categories", 1...50, &findings).enumerated() {
            document.categories.append(category(element.node, at: element.path, position))
        }
        for element in root.list("colourways", 1...500, &findings) {
            document.colourways.append(colourway(element.node, at: element.path))
        }
        for (position, element) in root.list("stores", 0...200, &findings).enumerated() {
            document.stores.append(store(element.node, at: element.path, position))
        }
        for element in root.list("products", 1...5_000, &findings) { product(element.node, at: element.path) }
    }

    // MARK: Parts

    private mutating func category(_ node: JSONNode, at path: String, _ position: Int) -> CategoryRecord {
        let fields = ObjectReader(node, at: path, knowing: ["id", "name", "tagline", "summary", "scene"], &findings)
        let record = CategoryRecord(
            id: slug("id", of: fields), position: position, name: fields.text("name", 1...60, &findings),
            tagline: fields.text("tagline", 1...120, &findings), summary: fields.text("summary", 1...400, &findings),
            scene: choice("scene", of: fields, Self.scenes))
        claim(record.id, as: "a category's id", "id", of: fields)
        claim(record.name, as: "a category's name", "name", of: fields)
        categories.insert(record.id)
        return record
    }

    private mutating func colourway(_ node: JSONNode, at path: String) -> ColourwayRecord {
        let fields = ObjectReader(node, at: path, knowing: ["id", "name", "code", "colours"], &findings)
        let record = ColourwayRecord(
            id: slug("id", of: fields), name: fields.text("name", 1...40, &findings),
            code: fields.text("code", shape: "2 or 3 capitals or digits", &findings) { code in
                (2...3).contains(code.utf8.count) && code.utf8.allSatisfy(Self.isCode)
            },
            colours: colours(of: fields))
        claim(record.id, as: "a colourway's id", "id", of: fields)
        claim(record.name, as: "a colourway's name", "name", of: fields)
        claim(record.code, as: "a colourway's code", "code", of: fields)
        codes[record.id] = record.code
        return record
    }

    private mutating func store(_ node: JSONNode, at path: String, _ position: Int) -> StoreRecord {
        let fields = ObjectReader(
            node, at: path,
            knowing: ["id", "name", "street", "postalCode", "city", "country", "summary", "hours", "scene"], &findings)
        let record = StoreRecord(
            id: slug("id", of: fields), position: position, name: fields.text("name", 1...60, &findings),
            street: fields.text("street", 1...100, &findings),
            postalCode: fields.text("postalCode", 1...12, &findings), city: fields.text("city", 1...60, &findings),
            country: fields.text("country", 1...60, &findings), summary: fields.text("summary", 1...400, &findings),
            hours: fields.texts("hours", 1...10, 1...80, &findings), scene: choice("scene", of: fields, Self.scenes))
        claim(record.id, as: "a store's id", "id", of: fields)
        claim(record.name, as: "a store's name", "name", of: fields)
        return record
    }

    private mutating func colours(of fields: ObjectReader) -> [String] {
        fields.list("colours", 4...4, &findings).map { element in
            guard case .text(let text) = element.node.value, Shade(hex: text) != nil else {
                findings.add(
                    element.path, line: element.node.line,
                    "must be a colour such as #ff6b4a, is \(ObjectReader.shown(element.node))")
                return ""
            }
            return text.lowercased()
        }
    }

    // MARK: Kinds of values

    mutating func slug(_ name: String, of fields: ObjectReader) -> String {
        let shape = "lower-case words joined by hyphens, at most 40 characters"
        return fields.text(name, shape: shape, &findings, where: Self.isSlug)
    }

    mutating func choice(_ name: String, of fields: ObjectReader, _ choices: [String]) -> String {
        fields.text(name, shape: "one of \(choices.joined(separator: ", "))", &findings) { choices.contains($0) }
    }

    /// Notes that a name is taken, without regard to case; a second claim is an error that says where the first is.
    mutating func claim(_ text: String, as kind: String, _ name: String, of fields: ObjectReader) {
        guard !text.isEmpty else { return }
        let line = fields.line(of: name)
        if let first = taken["\(kind) \(text.lowercased())"] {
            findings.add(
                fields.field(name), line: line, "is \(kind) already, in line \(first); \"\(text)\" must be there once")
        } else {
            taken["\(kind) \(text.lowercased())"] = line
        }
    }

    static func isSlug(_ text: String) -> Bool {
        let words = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return (1...40).contains(text.utf8.count)
            && words.allSatisfy { !$0.isEmpty && $0.allSatisfy { isLower($0) || isDigit($0) } }
    }

    private static func isCode(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || isDigit(byte)
    }
    private static func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
