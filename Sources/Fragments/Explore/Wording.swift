import CatalogAPI

/// How this team says things.
enum Wording {
    /// `No designs`, `One design`, `Six designs`, `27 designs`.
    static func count(_ number: Int, _ one: String, _ many: String) -> String {
        "\(small.indices.contains(number) ? small[number] : String(number)) \(number == 1 ? one : many)"
    }

    private static let small = [
        "No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve",
    ]

    /// `red`, `red or blue`, `red, blue or pink`.
    static func either(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return "\(words.dropLast().joined(separator: ", ")) or \(last)"
    }

    /// A category's name where space is short: `Stunt` for `Stunt kites`.
    static func short(_ category: String) -> String {
        let suffix = " kites"
        return category.hasSuffix(suffix) ? String(category.dropLast(suffix.count)) : category
    }

    /// Whole euros: `€20`.
    static func euros(_ euros: Int) -> String { "€\(euros)" }

    static func name(of skill: Skill) -> String {
        switch skill {
        case .beginner: "Beginner"
        case .intermediate: "Intermediate"
        case .advanced: "Advanced"
        }
    }

    /// `Beginner · 8–28 km/h`, its range never torn apart; nothing for what does not fly.
    static func hint(skill: Skill, wind: (minimum: Int?, maximum: Int?)) -> String? {
        guard let minimum = wind.minimum, let maximum = wind.maximum else { return nil }
        return "\(name(of: skill)) · \(minimum)–\u{2060}\(maximum)\u{a0}km/h"
    }
}
