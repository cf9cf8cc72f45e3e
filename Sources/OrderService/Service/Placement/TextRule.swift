/// What a field of free text may hold.
struct TextRule: Sendable {
    let shape: String
    /// In Unicode scalars, as JSON Schema counts them.
    private let lengths: ClosedRange<Int>
    private let isAllowed: @Sendable (String) -> Bool

    func allows(_ text: String) -> Bool {
        lengths.contains(text.unicodeScalars.count) && !text.unicodeScalars.contains(where: \.isInvisible)
            && isAllowed(text)
    }

    static let name = TextRule(shape: "1 to 80 characters on one line", lengths: 1...80) { _ in true }
    static let line = TextRule(shape: "1 to 80 characters on one line", lengths: 1...80) { _ in true }
    static let store = TextRule(shape: "the id of one of our stores", lengths: 1...80) { _ in true }

    static let postalCode = TextRule(
        shape: "3 to 10 letters, digits, spaces and hyphens", lengths: 3...10
    ) { text in
        text.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "-") }
    }

    /// The shape that browsers ask for (HTML, "valid email address"), with a dot in the domain.
    static let email = TextRule(
        shape: "an e-mail address such as ada@example.org, of at most 254 characters", lengths: 3...254
    ) { text in
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].utf8.count) else { return false }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return parts[0].utf8.allSatisfy { $0.isLetterOrDigit || ".!#$%&'*+/=?^_`{|}~-".utf8.contains($0) }
            && labels.count >= 2 && labels.allSatisfy(isDomainLabel)
    }

    private static func isDomainLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
            && label.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }
    }
}

extension String {
    /// Without white space at either end.
    var trimmed: String {
        let start = drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}

extension Unicode.Scalar {
    /// Control characters, line breaks and direction marks: what could hide or reorder text.
    fileprivate var isInvisible: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }
}
