import FragmentContract
import NIOCore
import Synchronization
import Wire

/// The fetching of one page's parts: each begins as soon as its place is known, its nested ones as soon as it is there,
/// and all have an outcome by the page's deadlines.
final class PageWork: Sendable {
    static let depthLimit = 5
    static let partLimit = 100

    let site: SiteMap
    private let deadlines: PageDeadlines
    private let resolver: FragmentResolver
    private let visitor: Visitor
    private let isInTransition: @Sendable () -> Bool
    private let count = Mutex(0)

    /// - Parameter isInTransition: whether the fleet has only just changed.
    init(
        site: SiteMap, deadlines: PageDeadlines, resolver: FragmentResolver, visitor: Visitor,
        isInTransition: @escaping @Sendable () -> Bool
    ) {
        self.site = site
        self.deadlines = deadlines
        self.resolver = resolver
        self.visitor = visitor
        self.isInTransition = isInTransition
    }

    /// Where a part stands.
    private struct Surroundings {
        /// The names of the fragments around it.
        var above: [String] = []
        var isInsideForm = false
        /// Whether the page is none without the fragments around it.
        var isEssential = true
        /// Their ids' prefix.
        var prefix = ""

        /// A fragment's name as a part of ids. A name contains no `_`, so no two places have the same.
        func prefix(of name: String, time: Int) -> String {
            let word = String(name.map { $0 == "." ? "_" : $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
            return (prefix.isEmpty ? "" : prefix + "__") + word + (time > 1 ? "_\(time)" : "")
        }
    }

    /// Begins the parts of a layout.
    func start(_ placeholders: [Placeholder]) -> [Part] { start(placeholders, Surroundings()) }

    /// Begins a page's primary part.
    func startPrimary(_ fragment: SiteMap.Fragment, inputs: [String: String]) -> Part {
        let name = fragment.declaration.name
        let part = Part(
            fragment: fragment, placeholder: Placeholder(name: name, inputs: inputs),
            prefix: Surroundings().prefix(of: name, time: 1), isRequired: true)
        start(part, Surroundings())
        return part
    }

    private func start(_ placeholders: [Placeholder], _ surroundings: Surroundings) -> [Part] {
        var times: [String: Int] = [:]
        return placeholders.map { placeholder in
            let fragment = site.fragments[placeholder.name]
            times[placeholder.name, default: 0] += 1
            let part = Part(
                fragment: fragment, placeholder: placeholder,
                prefix: surroundings.prefix(of: placeholder.name, time: times[placeholder.name, default: 1]),
                isRequired: fragment?.declaration.presence == .required)
            var own = surroundings
            own.isInsideForm = surroundings.isInsideForm || placeholder.isInsideForm
            start(part, own)
            return part
        }
    }

    private func start(_ part: Part, _ surroundings: Surroundings) {
        let begun = Begun(part: part, surroundings: surroundings)
        guard let fragment = part.fragment else { return settle(begun, .refused("unknown-fragment")) }
        if surroundings.above.contains(part.placeholder.name) { return settle(begun, .refused("cycle")) }
        guard surroundings.above.count < Self.depthLimit, isCounted() else {
            return settle(begun, .refused("too-many"))
        }
        guard let inputs = checkedInputs(of: part, for: fragment) else { return settle(begun, .refused("bad-input")) }
        var query = FragmentQuery(fragment, inputs: inputs, visitor: visitor)
        if let (content, state) = resolver.immediate(query) { return settle(begun, .answer(content, state)) }
        // Nobody waits longer for what can be shown as it last was.
        let mayBeLate = part.isRequired && surroundings.isEssential || isInTransition()
        query.isAwaited = mayBeLate && resolver.lastGood(query) == nil
        let deadline = deadlines.deadline(isAwaited: query.isAwaited)
        guard !deadline.hasPassed else { return settle(begun, .failure(.late, query)) }
        let standby = fragment.standby.flatMap { fragment in
            checkedInputs(of: part, for: fragment).map { FragmentQuery(fragment, inputs: $0, visitor: visitor) }
        }
        Task {
            switch await resolver.fetch(query, standby: standby, deadline: deadline) {
            case .success(let content): settle(begun, .answer(content, .miss))
            case .failure(let failure): settle(begun, .failure(failure, query))
            }
        }
    }

    /// Counts one more part; false if that is one too many.
    private func isCounted() -> Bool {
        count.withLock { count in
            count += 1
            return count <= Self.partLimit
        }
    }

    // MARK: Choose

    private struct Begun {
        let part: Part
        let surroundings: Surroundings
        let at = ContinuousClock.now
    }

    private enum Found {
        case answer(FragmentContent, PartState)
        case failure(FragmentFailure, FragmentQuery)
        /// It was not even asked for.
        case refused(String)
    }

    /// The choice of what stands in a part's place: the answer, else the last good one, else a fallback, else nothing.
    private func settle(_ begun: Begun, _ found: Found) {
        switch found {
        case .answer(let content, let state):
            guard content.markup != nil || begun.part.isRequired else {
                return fallBack(begun, "status-\(content.status)")
            }
            guard mayStand(content.markup, begun) else { return fallBack(begun, "form-inside-form") }
            place(begun, content, state, nil)
        case .failure(let failure, let query):
            guard let content = resolver.lastGood(query), mayStand(content.markup, begun) else {
                return fallBack(begun, failure.reason)
            }
            place(begun, content, .lastGood, failure.reason)
        case .refused(let reason):
            fallBack(begun, reason, mayNest: false)
        }
    }

    private func mayStand(_ markup: PreparedFragment?, _ begun: Begun) -> Bool {
        markup?.containsForm != true || !begun.surroundings.isInsideForm
    }

    /// What the page says for the case, else what the team does. A required part has no fallback: its absence is an
    /// error.
    /// - Parameter mayNest: whether fragments in the fallback may be begun.
    private func fallBack(_ begun: Begun, _ reason: String, mayNest: Bool = true) {
        let part = begun.part
        let markup = [part.placeholder.fallback, part.fragment?.fallback ?? .empty].first { markup in
            !markup.isEmpty && mayStand(markup, begun) && (mayNest || markup.placeholders.isEmpty)
        }
        let content = FragmentContent(status: 503, markup: part.isRequired ? nil : markup, head: .none, release: nil)
        place(begun, content, content.markup == nil ? .missing : .fallback, reason)
    }

    private func place(_ begun: Begun, _ content: FragmentContent, _ state: PartState, _ reason: String?) {
        var within = begun.surroundings
        within.above.append(begun.part.placeholder.name)
        within.prefix = begun.part.prefix
        within.isEssential = begun.surroundings.isEssential && begun.part.isRequired
        count(begun.part, content, state, reason)
        let children = start(content.markup?.placeholders ?? [], within)
        begun.part.outcome.set(
            PlacedPart(
                markup: content.markup, state: state, elapsed: begun.at.duration(to: .now), status: content.status,
                head: content.head, release: content.release, reason: reason, children: children))
    }

    private func count(_ part: Part, _ content: FragmentContent, _ state: PartState, _ reason: String?) {
        guard let fragment = part.fragment else { return }
        let reason = reason ?? "unknown"
        switch state {
        case .hit, .miss, .stale:
            resolver.ledger.served(
                ReleaseID(fragment.server, content.release ?? fragment.release), bytes: content.markup?.size ?? 0)
        case .lastGood: resolver.ledger.failed(fragment.id, \.lastGood, reason)
        case .fallback: resolver.ledger.failed(fragment.id, \.fallbacks, reason)
        case .missing: resolver.ledger.failed(fragment.id, \.missing, reason)
        }
    }

    // MARK: Inputs

    /// The inputs that the fragment declares, nil if a required one is missing or malformed; a malformed optional one
    /// is left out.
    private func checkedInputs(of part: Part, for fragment: SiteMap.Fragment) -> [String: String]? {
        var inputs: [String: String] = [:]
        for input in fragment.declaration.inputs {
            guard let value = part.placeholder.inputs[input.name], !value.isEmpty, input.accepts(value) else {
                if input.isRequired { return nil }
                continue
            }
            inputs[input.name] = value
        }
        return inputs
    }
}
