import CatalogAPI

/// One row of a product's specifications, in words.
struct Specification: Hashable {
    let name: String
    let value: String
    /// A second line that says what the value means.
    let meaning: String?

    init(_ name: String, _ value: String, meaning: String? = nil) {
        self.name = name
        self.value = value
        self.meaning = meaning
    }

    /// - Parameter size: the size of a product that has one only; the usual one is not worth a row.
    static func list(of product: Product, size: String?) -> [Specification] {
        let facts = product.specifications
        var rows: [Specification] = []
        if let wind = WindRange(facts) { rows.append(.init("Wind", wind.text, meaning: wind.meaning)) }
        rows.append(.init("Skill", facts.skill.name, meaning: facts.skill.meaning))
        if let wingspan = facts.wingspan { rows.append(.init("Wingspan", "\(wingspan) cm")) }
        if let size, size != "Standard" { rows.append(.init("Size", size)) }
        rows.append(.init("Weight", weight(facts.weight)))
        rows.append(.init("Line", facts.line))
        rows.append(.init("Material", facts.material))
        return rows
    }

    /// Grams up to a kilogram, from there kilograms with one decimal.
    static func weight(_ grams: Int) -> String {
        guard grams >= 1_000 else { return "\(grams) g" }
        let tenths = (grams + 50) / 100
        return tenths.isMultiple(of: 10) ? "\(tenths / 10) kg" : "\(tenths / 10).\(tenths % 10) kg"
    }
}

extension Skill {
    var name: String {
        switch self {
        case .beginner: "Beginner"
        case .intermediate: "Intermediate"
        case .advanced: "Advanced"
        }
    }

    var meaning: String {
        switch self {
        case .beginner: "no experience needed"
        case .intermediate: "some hours of flying help"
        case .advanced: "for practised hands"
        }
    }
}
