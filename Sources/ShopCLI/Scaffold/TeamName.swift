/// The name of a new team, from which everything of its fragment server takes its own: `care-guide` owns the folder
/// `CareGuide`, the module `CareGuideFragments`, the process `care-guide-fragments` and the page `/care-guide`.
package struct TeamName: Sendable, Equatable {
    package static let limit = 40

    /// E.g. `care-guide`.
    package let text: String

    /// - Throws: `ShopError` with the rule that the text breaks.
    package init(_ text: String) throws {
        guard !text.hasSuffix("-fragments") else {
            throw Self.refusal(
                of: text, "the process is called that by itself",
                mend: "./shop new fragment \(text.dropLast("-fragments".count))")
        }
        guard let first = text.utf8.first, (0x61...0x7A).contains(first) else {
            throw Self.refusal(of: text, "it begins with a small letter")
        }
        guard text.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }) else {
            throw Self.refusal(of: text, "it has small letters, digits and hyphens only")
        }
        guard !text.contains("--"), !text.hasSuffix("-") else {
            throw Self.refusal(of: text, "a hyphen stands between two words")
        }
        guard text.utf8.count <= Self.limit else {
            throw Self.refusal(of: text, "it has at most \(Self.limit) characters")
        }
        self.text = text
    }

    private static func refusal(of text: String, _ rule: String, mend: String? = nil) -> ShopError {
        ShopError(
            "'\(text)' cannot be a team's name", why: rule, mend: mend ?? "./shop new fragment care-guide",
            status: .usage)
    }

    private var words: [Substring] { text.split(separator: "-") }

    /// E.g. `CareGuide`: its folder.
    package var folder: String { words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() }

    /// E.g. `CareGuideFragments`.
    package var module: String { folder + "Fragments" }

    /// E.g. `CareGuideTests`.
    package var tests: String { folder + "Tests" }

    /// E.g. `care-guide-fragments`.
    package var process: String { text + "-fragments" }

    /// E.g. `Care guide`: for people.
    package var title: String {
        let text = words.joined(separator: " ")
        return text.prefix(1).uppercased() + text.dropFirst()
    }
}
