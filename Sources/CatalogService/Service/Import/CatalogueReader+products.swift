import CatalogAPI
import KiteDrawing
import Vocabulary

extension CatalogueReader {
    private static let productFields = [
        "id", "name", "category", "shape", "pattern", "summary", "description", "highlights", "specifications",
        "introduced", "uses", "variants",
    ]
    private static let specificationFields = [
        "windMinimum", "windMaximum", "skill", "wingspan", "weight", "line", "material",
    ]

    mutating func product(_ node: JSONNode, at path: String) {
        let fields = ObjectReader(node, at: path, knowing: Self.productFields, &findings)
        var record = ProductRecord(
            id: fields.text("id", shape: ProductID.shape, &findings) { ProductID($0) != nil },
            name: fields.text("name", 1...60, &findings),
            category: reference("category", of: fields, to: "category", known: categories),
            shape: choice("shape", of: fields, KiteShape.allCases.map(\.rawValue)),
            pattern: choice("pattern", of: fields, KitePattern.allCases.map(\.rawValue)),
            summary: fields.text("summary", 1...240, &findings),
            description: fields.text("description", 1...2_000, &findings),
            highlights: fields.texts("highlights", 1...8, 1...160, &findings), uses: uses(of: fields),
            skill: "", weight: 1, line: "", material: "", introduced: date("introduced", of: fields))
        claim(record.id, as: "a product's id", "id", of: fields)
        claim(record.name, as: "a product's name", "name", of: fields)
        if let inner = fields.object("specifications", knowing: Self.specificationFields, &findings) {
            specifications(of: inner, into: &record)
        }
        document.products.append(record)
        var looks: [String: Int] = [:]
        for (position, element) in fields.list("variants", 1...40, &findings).enumerated() {
            variant(element.node, at: element.path, position, of: record, looks: &looks)
        }
    }

    private mutating func specifications(of fields: ObjectReader, into record: inout ProductRecord) {
        record.windMinimum = fields.optionalInteger("windMinimum", 0...200, &findings)
        record.windMaximum = fields.optionalInteger("windMaximum", 0...200, &findings)
        record.skill = choice("skill", of: fields, Skill.allCases.map(\.rawValue))
        record.wingspan = fields.optionalInteger("wingspan", 1...5_000, &findings)
        record.weight = fields.integer("weight", 1...100_000, &findings)
        record.line = fields.text("line", 1...120, &findings)
        record.material = fields.text("material", 1...120, &findings)
        let line = fields.line(of: "windMaximum")
        switch (record.windMinimum, record.windMaximum) {
        case (let minimum?, let maximum?) where maximum < minimum:
            findings.add(
                fields.field("windMaximum"), line: line, "must be at least windMinimum, \(minimum), is \(maximum)")
        case (nil, _?), (_?, nil):
            findings.add(fields.field("windMaximum"), line: line, "must be given with windMinimum, or neither of them")
        default: break
        }
    }

    /// - Parameter looks: the lines of the product's variants so far by colourway and size.
    private mutating func variant(
        _ node: JSONNode, at path: String, _ position: Int, of product: ProductRecord, looks: inout [String: Int]
    ) {
        let fields = ObjectReader(node, at: path, knowing: ["sku", "colourway", "size", "price", "stock"], &findings)
        let colourway = reference("colourway", of: fields, to: "colourway", known: Set(codes.keys))
        let prefix = codes[colourway].map { "\(product.id)-\($0)" }
        let sku = fields.text("sku", shape: SKU.shape, &findings) { SKU($0) != nil }
        if !sku.isEmpty, !product.id.isEmpty, let prefix, !prefix.hasSuffix("-"), sku != prefix,
            !sku.hasPrefix("\(prefix)-")
        {
            findings.add(
                fields.field("sku"), line: fields.line(of: "sku"),
                "must be \(prefix) or begin with \(prefix)-, for the product and the colourway, is \"\(sku)\"")
        }
        claim(sku, as: "a variant's SKU", "sku", of: fields)
        let stock = fields.integer("stock", 0...1_000_000, &findings)
        let record = VariantRecord(
            sku: sku, product: product.id, position: position, colourway: colourway,
            size: fields.text("size", 1...40, &findings), price: fields.integer("price", 1...100_000_000, &findings),
            stock: stock, importedStock: stock, withdrawn: 0)
        if let first = looks.updateValue(node.line, forKey: "\(record.colourway) \(record.size)") {
            findings.add(path, line: node.line, "has the colourway and size of the variant in line \(first)")
        }
        document.variants.append(record)
    }

    // MARK: Kinds of values

    private mutating func reference(
        _ name: String, of fields: ObjectReader, to kind: String, known: Set<String>
    ) -> String {
        let id = fields.text(name, shape: "the id of a \(kind)", &findings) { !$0.isEmpty }
        guard !id.isEmpty, !known.contains(id) else { return id }
        let choices = known.sorted().prefix(40).joined(separator: ", ")
        findings.add(
            fields.field(name), line: fields.line(of: name),
            "names no \(kind) of this catalogue, is \"\(id.prefix(40))\"; there are \(choices)")
        return ""
    }

    private mutating func uses(of fields: ObjectReader) -> [String] {
        var seen: Set<String> = []
        return fields.list("uses", 1...10, &findings).map { element in
            guard case .text(let text) = element.node.value, Self.isSlug(text), seen.insert(text).inserted else {
                findings.add(
                    element.path, line: element.node.line,
                    "must be lower-case words joined by hyphens, each use once, is \(ObjectReader.shown(element.node))")
                return ""
            }
            return text
        }
    }

    private mutating func date(_ name: String, of fields: ObjectReader) -> String {
        fields.text(name, shape: "a day such as 2026-04-30", &findings, where: Self.isDate)
    }

    static func isDate(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = Int(text.prefix(4)), let month = Int(text.dropFirst(5).prefix(2)), let day = Int(text.suffix(2)),
            (1900...2200).contains(year), (1...12).contains(month)
        else { return false }
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...days[month - 1]).contains(day)
    }
}
