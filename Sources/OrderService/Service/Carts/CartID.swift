import Vocabulary

/// A cart's id. Whoever knows it has the cart, so it is as long as a secret.
package struct CartID: Identifier {
    package let text: String
    package static let shape = "22 characters of A to Z, a to z, 0 to 9, - and _"

    package init?(_ text: String) {
        guard Token.isWellFormed(text) else { return nil }
        self.text = text
    }
}
