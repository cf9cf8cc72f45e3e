/// A reason not to let a release in.
package struct ReleaseFinding: Error, Hashable, CustomStringConvertible {
    /// Who would break or is to mend it: a fragment, a layout, or the server itself.
    package let who: String
    /// Goes on after the name: "needs checkout.add-to-cart, which is gone".
    package let what: String

    package init(_ who: String, _ what: String) {
        self.who = who
        self.what = what
    }

    package var description: String { "\(who) \(what)" }
}
