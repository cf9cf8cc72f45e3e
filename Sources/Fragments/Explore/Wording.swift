import CatalogAPI

/// How this team says things.
enum Wording {
    /// `27 designs`, `One design`, `No designs`.
    static func count(_ number: Int, _ one: String, _ many: String) -> String {
        switch number {
        case 0: "No \(many)"
        case 1: "One \(one)"
        default: "\(number) \(many)"
        }
    }

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

    /// `Beginner · 8–28 km/h`; nothing for what does not fly.
    static func hint(skill: Skill, wind: (minimum: Int?, maximum: Int?)) -> String? {
        guard let minimum = wind.minimum, let maximum = wind.maximum else { return nil }
        return "\(name(of: skill)) · \(minimum)–\(maximum) km/h"
    }
}
