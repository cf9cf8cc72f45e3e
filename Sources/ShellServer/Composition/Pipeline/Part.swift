import Wire

/// One fragment at its place on one page: begun at once, there by the page's deadline.
final class Part: Sendable {
    /// Nil for a name that nobody serves.
    let fragment: SiteMap.Fragment?
    let placeholder: Placeholder
    /// Goes in front of every id in it: no other part of the page has the same.
    let prefix: String
    let isRequired: Bool
    let outcome = Eventual<PlacedPart>()

    init(fragment: SiteMap.Fragment?, placeholder: Placeholder, prefix: String, isRequired: Bool) {
        self.fragment = fragment
        self.placeholder = placeholder
        self.prefix = prefix
        self.isRequired = isRequired
    }

    /// Calls `action` when this part and all that is nested in it are there.
    func whenWhole(_ action: @escaping @Sendable () -> Void) {
        outcome.whenSet { placed in Self.whenWhole(placed.children[...], action) }
    }

    private static func whenWhole(_ parts: ArraySlice<Part>, _ action: @escaping @Sendable () -> Void) {
        guard let first = parts.first else { return action() }
        first.whenWhole { whenWhole(parts.dropFirst(), action) }
    }
}

/// What came of a part.
struct PlacedPart: Sendable {
    let markup: PreparedFragment?
    let state: PartState
    let elapsed: Duration
    /// Of the answer: 200 for anything that is shown; 503 if there was none.
    let status: Int
    let head: HeadContribution
    let release: String?
    /// Why it is not what its server should have answered.
    let reason: String?
    /// The parts in it, in the order of its placeholders.
    let children: [Part]
}
