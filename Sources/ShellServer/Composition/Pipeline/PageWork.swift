import FragmentContract
import NIOCore
import Synchronization
import Wire

/// The fetching of one page's parts: each begins as soon as its place is known, its nested ones as soon as it is there,
/// and all have an outcome by the deadline.
final class PageWork: Sendable {
    static let depthLimit = 5
    static let partLimit = 100

    let site: SiteMap
    let deadline: Deadline
    private let resolver: FragmentResolver
    private let visitor: Visitor
    private let count = Mutex(0)

    init(site: SiteMap, deadline: Deadline, resolver: FragmentResolver, visitor: Visitor) {
        self.site = site
        self.deadline = deadline
        self.resolver = resolver
        self.visitor = visitor
    }

    /// Begins the parts of a layout or fragment.
    func start(_ placeholders: [Placeholder], prefix: String = "", above: [String] = [], isInsideForm: Bool = false) -> [Part] {
        var times: [String: Int] = [:]
        return placeholders.map { placeholder in
            let time = times[placeholder.name, default: 0] + 1
            times[placeholder.name] = time
            let own = placeholder.name.map { $0 == "." ? "-" : String($0) }.joined() + (time > 1 ? "-\(time)" : "")
            let part = Part(
                fragment: site.fragments[placeholder.name], placeholder: placeholder, prefix: prefix + own,
                isRequired: site.fragments[placeholder.name]?.declaration.presence == .required)
            start(part, above: above, isInsideForm: isInsideForm || placeholder.isInsideForm)
            return part
        }
    }

    /// Begins a page's primary part.
    func startPrimary(_ fragment: SiteMap.Fragment, inputs: [String: String]) -> Part {
        let name = fragment.declaration.name
        let part = Part(
            fragment: fragment, placeholder: Placeholder(name: name, inputs: inputs),
            prefix: name.map { $0 == "." ? "-" : String($0) }.joined(), isRequired: true)
        start(part, above: [], isInsideForm: false)
        return part
    }

    private func start(_ part: Part, above: [String], isInsideForm: Bool) {
        let begin = ContinuousClock.now
        guard let fragment = part.fragment else { return settle(part, nil, .failure("unknown-fragment"), since: begin) }
        if above.contains(part.placeholder.name) { return settle(part, nil, .failure("cycle"), since: begin) }
        guard above.count < Self.depthLimit, count.withLock({ $0 += 1; return $0 }) <= Self.partLimit else {
            return settle(part, nil, .failure("too-many"), since: begin)
        }
        guard let inputs = checkedInputs(of: part, for: fragment) else {
            return settle(part, nil, .failure("bad-input"), since: begin)
        }
        let query = FragmentQuery(fragment, inputs: inputs, visitor: visitor)
        let nesting = Nesting(above: above + [part.placeholder.name], isInsideForm: isInsideForm)
        if let (content, state) = resolver.immediate(query) {
            return settle(part, query, .answer(content, state), since: begin, nesting)
        }
        Task {
            let answer = await resolver.fetch(query, deadline: deadline)
            switch answer {
            case .success(let content): settle(part, query, .answer(content, .miss), since: begin, nesting)
            case .failure(let failure): settle(part, query, .failure(failure.reason), since: begin, nesting)
            }
        }
    }

    // MARK: Choose

    private struct Nesting {
        var above: [String] = []
        var isInsideForm = false
    }

    private enum Found {
        case answer(FragmentContent, PartState)
        case failure(String)
    }

    /// The choice of what stands in a part's place: the answer, else the last good one, else a fallback, else nothing.
    private func settle(
        _ part: Part, _ query: FragmentQuery?, _ found: Found, since begin: ContinuousClock.Instant,
        _ nesting: Nesting = Nesting()
    ) {
        var reason: String?
        switch found {
        case .answer(let content, let state):
            if content.markup?.containsForm == true, nesting.isInsideForm {
                reason = "form-inside-form"
            } else if content.markup != nil || part.isRequired {
                return place(part, content, state, nil, since: begin, nesting)
            } else {
                reason = "status-\(content.status)"
            }
        case .failure(let word):
            reason = word
        }
        if let query, reason != "form-inside-form", let content = resolver.lastGood(query) {
            return place(part, content, .lastGood, reason, since: begin, nesting)
        }
        let fallback = part.placeholder.fallback.readableBytes > 0
            ? part.placeholder.fallback : part.fragment?.declaration.fallback.map(ByteBuffer.init(string:))
        let markup = part.isRequired ? nil : fallback.map(PreparedFragment.init(trusted:))
        part.outcome.set(
            PlacedPart(
                markup: markup, state: markup == nil ? .missing : .fallback, elapsed: begin.duration(to: .now), status: 503,
                head: .none, release: nil, reason: reason, children: []))
    }

    private func place(
        _ part: Part, _ content: FragmentContent, _ state: PartState, _ reason: String?,
        since begin: ContinuousClock.Instant, _ nesting: Nesting
    ) {
        let children = start(
            content.markup?.placeholders ?? [], prefix: part.prefix + "_", above: nesting.above,
            isInsideForm: nesting.isInsideForm)
        part.outcome.set(
            PlacedPart(
                markup: content.markup, state: state, elapsed: begin.duration(to: .now), status: content.status,
                head: content.head, release: content.release, reason: reason, children: children))
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
