/// One thing that a shopper does: a page that is opened or a form that is sent.
package struct Step: Sendable, Hashable {
    package let kind: StepKind
    /// Path and query.
    package let target: String
    /// The fields of a posted form, encoded; nil for a page.
    package var form: String?
    /// What it does to the cart.
    package var change: CartBelief.Change?

    package init(_ kind: StepKind, _ target: String, form: String? = nil, change: CartBelief.Change? = nil) {
        self.kind = kind
        self.target = target
        self.form = form
        self.change = change
    }
}

/// What a step came to, as far as it decides about the next.
package enum StepOutcome: Sendable {
    /// A page came, at a place that redirects may have led to.
    case page(PageFacts, at: String)
    /// No page came; `isSure` when nothing can have been done.
    case nothing(isSure: Bool)
}
