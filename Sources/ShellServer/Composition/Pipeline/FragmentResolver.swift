import HTTPTypes
import NIOCore
import Synchronization
import Wire

/// Answers a ``FragmentQuery`` from the cache or from its server: fetch within budget, check, keep.
///
/// Equal questions at one time are asked once (single flight): the flight has the fragment's own budget, not the
/// deadline of the page that began it, so that a hurried page does not spoil it for the others, and a late answer still
/// fills the cache. Such a flight is a task of its own that ends by its budget.
///
/// What a release on trial fails to answer in half the time, the release in full service answers in the rest.
package final class FragmentResolver: Sendable {
    typealias Answer = Result<FragmentContent, FragmentFailure>

    /// What a team should know about its fragment.
    package struct Complaint: Sendable, Hashable {
        package let fragment: String
        package let release: String
        package let text: String
    }

    private let fetcher: any FragmentFetching
    private let cache: FragmentCache
    package let ledger: FragmentLedger
    private let report: @Sendable (Complaint) -> Void
    private static let patience = Duration.seconds(1)
    private let flights = Mutex<[CacheKey: Eventual<Answer>]>([:])

    /// - Parameter report: called for what was dropped or mended in a fragment's markup; may be called often.
    package init(
        fetcher: any FragmentFetching, cache: FragmentCache, ledger: FragmentLedger = FragmentLedger(),
        report: @escaping @Sendable (Complaint) -> Void = { _ in }
    ) {
        self.fetcher = fetcher
        self.cache = cache
        self.ledger = ledger
        self.report = report
    }

    /// What the cache can answer at once; a slightly stale answer starts its renewal.
    func immediate(_ query: FragmentQuery) -> (content: FragmentContent, state: PartState)? {
        guard query.isShareable, let entry = cache.entry(for: query.key) else { return nil }
        switch cache.age(of: entry) {
        case .fresh:
            return (entry.answer, .hit)
        case .revalidating:
            _ = flight(for: query)
            return (entry.answer, .stale)
        case .onlyOnError, .tooOld:
            return nil
        }
    }

    /// The server's answer, by `deadline`.
    /// - Parameter standby: the question to the release in full service, if `query` is one to a release on trial.
    func fetch(_ query: FragmentQuery, standby: FragmentQuery?, deadline: Deadline) async -> Answer {
        guard let standby else { return await fetch(query, deadline: deadline) }
        let answer = await fetch(query, deadline: deadline.sooner(declaredBudget(of: query)).half)
        guard case .failure(let failure) = answer else { return answer }
        if let (content, _) = immediate(standby) {
            ledger.failed(query.fragment.id, \.rescued, failure.reason)
            return .success(content)
        }
        guard !deadline.hasPassed, case .success(let content) = await fetch(standby, deadline: deadline) else {
            return answer
        }
        ledger.failed(query.fragment.id, \.rescued, failure.reason)
        return .success(content)
    }

    /// The server's answer. A personal fragment's is asked for by each page for itself, and so is one that turns out to
    /// be personal.
    private func fetch(_ query: FragmentQuery, deadline: Deadline) async -> Answer {
        if query.fragment.declaration.visibility == .shared {
            let (flight, isOwn) = flight(for: query)
            guard let answer = await flight.value(until: deadline) else { return .failure(.late) }
            guard !isOwn, case .success(let content) = answer, content.isPersonal else { return answer }
        }
        let budget = budget(of: query)
        guard deadline.instant < budget.instant else { return await perform(query, by: budget) }
        return await ownFlight(for: query, by: budget).value(until: deadline) ?? .failure(.late)
    }

    // MARK: Changes

    /// What shows any of these tags is asked for anew from now on; what was asked for before this is no answer to
    /// whoever asks now.
    /// - Parameter tags: nil for whatever has tags.
    package func outdate(_ tags: Set<String>?) {
        cache.outdate(tags)
        flights.withLock { $0 = [:] }
    }

    /// Takes note whether changes are heard of: as long as they are, what has tags is kept as long as its team allows
    /// for that case.
    package func hears(_ isHeard: Bool) { cache.hears(isHeard) }

    // MARK: For want of a better one

    /// The last good answer that may still be shown when no new one can be had; of another release if there is none of
    /// its own: better an older piece than none.
    func lastGood(_ query: FragmentQuery) -> FragmentContent? {
        guard query.isShareable else { return nil }
        let others = cache.releases(of: query.key.fragment).filter { $0 != query.key.release }
        for key in [query.key] + others.map(query.key.of) {
            guard let entry = cache.entry(for: key), cache.age(of: entry) != .tooOld, entry.answer.markup != nil else {
                continue
            }
            return entry.answer
        }
        return nil
    }

    /// How long a server is asked: its budget, and longer for what its page waits for.
    private func budget(of query: FragmentQuery) -> Deadline {
        let budget = declaredBudget(of: query)
        guard query.isAwaited else { return budget }
        let patience = Deadline.after(Self.patience)
        return patience.instant > budget.instant ? patience : budget
    }

    private func declaredBudget(of query: FragmentQuery) -> Deadline {
        .after(.milliseconds(query.fragment.declaration.budget.milliseconds))
    }

    /// The flight for everybody who asks the same now, and whether this call began it.
    private func flight(for query: FragmentQuery) -> (Eventual<Answer>, isOwn: Bool) {
        let (flight, isNew) = flights.withLock { flights in
            if let flight = flights[query.key] { return (flight, false) }
            let flight = Eventual<Answer>()
            flights[query.key] = flight
            return (flight, true)
        }
        if isNew {
            Task {
                // The flight before may have ended between this one's look into the cache and its start.
                let answer =
                    if let known = fresh(query) { known } else { await perform(query, by: budget(of: query)) }
                flights.withLock { if $0[query.key] === flight { $0[query.key] = nil } }
                flight.set(answer)
            }
        }
        return (flight, isNew)
    }

    private func fresh(_ query: FragmentQuery) -> Answer? {
        guard query.isShareable, let entry = cache.entry(for: query.key), cache.age(of: entry) == .fresh else {
            return nil
        }
        return .success(entry.answer)
    }

    /// A flight for one page that is out of time before the fragment is: cut off with the page, it would look like a
    /// failure of the server to its circuit breaker.
    private func ownFlight(for query: FragmentQuery, by budget: Deadline) -> Eventual<Answer> {
        let flight = Eventual<Answer>()
        Task { flight.set(await perform(query, by: budget)) }
        return flight
    }

    // MARK: Fetch and check

    private func perform(_ query: FragmentQuery, by deadline: Deadline) async -> Answer {
        let start = ContinuousClock.now
        let previous = query.isShareable ? cache.entry(for: query.key) : nil
        let declaration = query.fragment.declaration
        var scope = RequestScope.current ?? RequestScope(trace: .root())
        scope.deadline = deadline
        do {
            let response = try await RequestScope.$current.withValue(scope) {
                try await fetcher.fetch(
                    query.request(ifNoneMatch: previous?.entityTag), of: declaration.name, from: query.fragment.server,
                    release: query.fragment.release, limit: declaration.budget.bytes)
            }
            if response.status == .notModified, let previous {
                // What a 304 does not say anew still holds (RFC 9111, section 4.3.4).
                let control = response.headers[.cacheControl] == nil ? previous.control : CacheControl(response.headers)
                let marks = response.headers[.cacheTag] == nil ? previous.marks : CacheMarks(response.headers)
                keep(previous.answer, control, marks, for: query, tag: previous.entityTag, askedAt: start)
                return .success(previous.answer)
            }
            var content = try check(response, of: query)
            let control = CacheControl(response.headers)
            content.isPersonal = control.isPersonal || !variesOnlyAsDeclared(response, query)
            if !content.isPersonal {
                let marks = CacheMarks(response.headers)
                keep(content, control, marks, for: query, tag: response.headers[.eTag], askedAt: start)
            }
            return .success(content)
        } catch let failure as FragmentFailure {
            return .failure(failure)
        } catch let error as WireError {
            return .failure(.wire(error))
        } catch {
            return .failure(.cancelled)
        }
    }

    private func check(_ response: WireResponse, of query: FragmentQuery) throws(FragmentFailure) -> FragmentContent {
        let status = response.status.code
        let head = HeadContribution(response.headers)
        let release = response.headers[.shopRelease]
        switch status {
        case 200:
            guard response.headers[.contentType]?.lowercased().hasPrefix("text/html") == true else {
                throw .mediaType(response.headers[.contentType] ?? "none")
            }
        case 204:
            return FragmentContent(status: 200, markup: .empty, head: head, release: release)
        case 408, 425, 429:
            throw .status(status)
        case 301, 302, 303, 307, 308:
            guard head.location != nil else { throw .status(status) }
            return FragmentContent(status: status, markup: nil, head: head, release: release)
        case 400..<500:
            return FragmentContent(status: status, markup: nil, head: head, release: release)
        default:
            throw .status(status)
        }
        let markup: PreparedFragment
        do {
            markup = try FragmentParser.parse(response.body)
        } catch {
            throw .markup(error)
        }
        if !markup.complaints.isEmpty {
            ledger.mended(
                ReleaseID(query.fragment.server, release ?? query.fragment.release), complaints: markup.complaints.count
            )
        }
        for text in markup.complaints {
            report(Complaint(fragment: query.key.fragment, release: release ?? "unknown", text: text))
        }
        // What one may live with in a release that serves is a reason not to show one that is on trial.
        if query.fragment.standby != nil, MarkupCheck.isGarbled(markup, response.body, query.fragment.declaration) {
            throw .garbled
        }
        return FragmentContent(status: 200, markup: markup, head: head, release: release)
    }

    private func keep(
        _ content: FragmentContent, _ control: CacheControl, _ marks: CacheMarks, for query: FragmentQuery,
        tag: String?, askedAt start: ContinuousClock.Instant
    ) {
        let lasts = control.lasts || marks.control?.lasts == true
        guard query.isShareable, control.isStorable, lasts || tag != nil else { return }
        // While an instance is being replaced another release may have answered: then it is that one's.
        let key = query.key.of(release: content.release ?? query.key.release)
        let entry = CacheEntry(answer: content, entityTag: tag, control: control, marks: marks, storedAt: .now)
        cache.store(entry, for: key, askedAt: start)
    }

    /// An answer that depends on more than its declaration says cannot be kept: nobody could tell whose it is.
    private func variesOnlyAsDeclared(_ response: WireResponse, _ query: FragmentQuery) -> Bool {
        guard let vary = response.headers[.vary] else { return true }
        var declared = Set(query.fragment.headers.map { $0.lowercased() })
        if !query.fragment.cookies.isEmpty { declared.insert("cookie") }
        for name in vary.split(separator: ",").map({ $0.filter { $0 != " " }.lowercased() })
        where !declared.contains(name) {
            report(
                Complaint(
                    fragment: query.key.fragment, release: response.headers[.shopRelease] ?? "unknown",
                    text: "it varies on \(name), which its manifest does not say: it is not kept"))
            return false
        }
        return true
    }
}
