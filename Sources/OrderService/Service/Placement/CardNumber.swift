/// Recognises what may be a real card's number, so that it is refused wherever it turns up: this shop must never hold
/// one.
package enum CardNumber {
    /// Lengths of card numbers (ISO/IEC 7812-1).
    private static let lengths = 13...19
    private static let separators: Set<Unicode.Scalar> = [" ", "-", ".", "\u{A0}", "\u{2009}", "\u{202F}"]

    /// Whether a run of digits, in any script and with separators in between, holds a number with a right check digit.
    package static func appears(in text: String) -> Bool {
        var digits: [Int] = []
        for scalar in text.unicodeScalars {
            if scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue {
                digits.append(Int(value))
            } else if !separators.contains(scalar) {
                if holdsNumber(digits) { return true }
                digits = []
            }
        }
        return holdsNumber(digits)
    }

    /// Whether there is nothing else in the text. What is made at random, such as a UUID, now and then has a number
    /// with a right check digit between its letters, which is nobody's.
    package static func isAll(of text: String) -> Bool {
        !text.contains(where: \.isLetter) && appears(in: text)
    }

    private static func holdsNumber(_ digits: [Int]) -> Bool {
        guard digits.count >= lengths.lowerBound else { return false }
        return digits.indices.contains { start in
            lengths.contains { length in
                start + length <= digits.count && hasRightCheckDigit(digits[start..<start + length])
            }
        }
    }

    /// Luhn's formula (ISO/IEC 7812-1, annex B).
    private static func hasRightCheckDigit(_ digits: ArraySlice<Int>) -> Bool {
        var sum = 0
        for (place, digit) in digits.reversed().enumerated() {
            let weighted = place.isMultiple(of: 2) ? digit : digit * 2
            sum += weighted > 9 ? weighted - 9 : weighted
        }
        return sum > 0 && sum.isMultiple(of: 10)
    }
}
