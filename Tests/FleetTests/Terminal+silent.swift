import ShopCLI

extension Terminal {
    /// A terminal that says nothing.
    static func silent(hasColour: Bool) -> Terminal {
        Terminal(isInteractive: hasColour, hasColour: hasColour, width: 80, output: { _ in }, errors: { _ in })
    }
}
