import Wire

/// Until when a page waits for its parts: no longer than `page` for what it can do without, and up to `required` for
/// what it is nothing without, and for everything while the fleet is in transition. A late page is better than an
/// error, and an early one better than a complete one.
struct PageDeadlines: Sendable {
    private let page: Deadline
    private let required: Deadline
    /// An optional part of a late required one gets a chance, too.
    private static let least = Duration.milliseconds(100)

    private init(page: Deadline, required: Deadline) {
        self.page = page
        self.required = required
    }

    /// What the layout allows, and no more than is left of the request's own.
    init(of layout: Layout) {
        let own = RequestScope.current?.deadline
        page = .after(layout.deadline).sooner(own)
        required = .after(layout.requiredDeadline).sooner(own)
    }

    /// The deadline of a part that begins now.
    /// - Parameter isAwaited: whether the page waits for it although that makes it late.
    func deadline(isAwaited: Bool) -> Deadline {
        if isAwaited { return required }
        let least = Deadline.after(Self.least).sooner(required)
        return page.instant > least.instant ? page : least
    }

    /// For a page that stands for another: it has its own time, within what the other may take at most.
    func within(_ other: PageDeadlines?) -> PageDeadlines {
        guard let other else { return self }
        return PageDeadlines(page: page.sooner(other.required), required: required.sooner(other.required))
    }
}
