import Vocabulary

/// What makes repeated attempts at one order the same attempt.
package struct IdempotencyKey: Identifier {
    package let text: String
    package static let shape = "16 to 64 characters of A to Z, a to z, 0 to 9, - and _, and no card number"

    package init?(_ text: String) {
        guard (16...64).contains(text.utf8.count), Token.isWellFormed(text, length: text.utf8.count),
            !CardNumber.isAll(of: text)
        else { return nil }
        self.text = text
    }
}
