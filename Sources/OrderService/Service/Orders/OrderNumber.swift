import Vocabulary

/// What a shopper is told: `UP-` and twice four characters that cannot be taken for one another.
package struct OrderNumber: Identifier {
    package let text: String
    package static let shape = "an order number such as UP-7KQ2-M4XD"

    /// No 0 and O, no 1, I and L, no U beside V.
    private static let alphabet = Array("23456789ABCDEFGHJKMNPQRSTVWXYZ")

    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "UP",
            parts[1...].allSatisfy({ $0.count == 4 && $0.allSatisfy(Self.alphabet.contains) })
        else { return nil }
        self.text = text
    }

    /// One of 656 thousand million; whoever takes it makes sure that it is free.
    package static func random(using generator: inout some RandomNumberGenerator) -> OrderNumber {
        var characters: [Character] = []
        for _ in 0..<8 { characters.append(alphabet[Int.random(in: alphabet.indices, using: &generator)]) }
        return OrderNumber(checked: "UP-\(String(characters[..<4]))-\(String(characters[4...]))")
    }

    private init(checked text: String) {
        self.text = text
    }
}
