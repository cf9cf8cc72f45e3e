import HTTPTypes
import NIOCore
import Synchronization
import Wire

/// Answers a ``FragmentQuery`` from the cache or from its server: fetch within budget, check, keep.
///
/// Equal questions at one time are asked once (single flight): the flight has the fragment's own budget, not the deadline
/// of the page that began it, so that a hurried page does not spoil it for the others, and a late answer still fills the
/// cache. Such a flight is a task of its own that ends by its budget.
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
    private let report: @Sendable (Complaint) -> Void
    private let flights = Mutex<[CacheKey: Eventual<Answer>]>([:])

    /// - Parameter report: called for what was dropped or mended in a fragment's markup; may be called often.
    package init(
        fetcher: any FragmentFetching, cache: FragmentCache, report: @escaping @Sendable (Complaint) -> Void = { _ in }
    ) {
        self.fetcher = fetcher
        self.cache = cache
        self.report = report
    }

    /// What the cache can answer at once; a slightly stale answer starts its renewal.
    func immediate(_ query: FragmentQuery) -> (content: FragmentContent, state: PartState)? {
        guard query.isShareable, let entry = cache.entry(for: query.key) else { return nil }
        switch entry.age(at: .now) {
        case .fresh:
            return (entry.answer, .hit)
        case .revalidating:
            _ = flight(for: query, previous: entry)
            return (entry.answer, .stale)
        case .onlyOnError, .tooOld:
            return nil
        }
    }

    /// The server's answer, by `deadline`. A personal fragment's is asked for by each page for itself.
    func fetch(_ query: FragmentQuery, deadline: Deadline) async -> Answer {
        guard query.fragment.declaration.visibility == .shared else {
            let budget = Deadline.after(.milliseconds(query.fragment.declaration.budget.milliseconds))
            return await perform(query, previous: nil, deadline: budget.sooner(deadline))
        }
        let flight = flight(for: query, previous: cache.entry(for: query.key))
        return await flight.value(until: deadline) ?? .failure(.late)
    }

    /// The last good answer that may still be shown when no new one can be had.
    func lastGood(_ query: FragmentQuery) -> FragmentContent? {
        guard query.isShareable, let entry = cache.entry(for: query.key), entry.age(at: .now) != .tooOld else { return nil }
        return entry.answer.markup == nil ? nil : entry.answer
    }

    private func flight(for query: FragmentQuery, previous: CacheEntry?) -> Eventual<Answer> {
        let (flight, isNew) = flights.withLock { flights in
            if let flight = flights[query.key] { return (flight, false) }
            let flight = Eventual<Answer>()
            flights[query.key] = flight
            return (flight, true)
        }
        if isNew {
            let deadline = Deadline.after(.milliseconds(query.fragment.declaration.budget.milliseconds))
            Task {
                let answer = await perform(query, previous: previous, deadline: deadline)
                flights.withLock { $0[query.key] = nil }
                flight.set(answer)
            }
        }
        return flight
    }

    // MARK: Fetch and check

    private func perform(_ query: FragmentQuery, previous: CacheEntry?, deadline: Deadline) async -> Answer {
        let trace = RequestScope.current?.trace ?? .root()
        do {
            let response = try await RequestScope.$current.withValue(RequestScope(trace: trace, deadline: deadline)) {
                try await fetcher.fetch(
                    query.request(ifNoneMatch: previous?.entityTag), from: query.fragment.server,
                    limit: query.fragment.declaration.budget.bytes)
            }
            if response.status == .notModified, let previous {
                keep(previous.answer, of: response, for: query, tag: previous.entityTag)
                return .success(previous.answer)
            }
            let content = try check(response, of: query)
            keep(content, of: response, for: query, tag: response.headers[.eTag])
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
            return FragmentContent(status: 200, markup: PreparedFragment(trusted: ByteBuffer()), head: head, release: release)
        case 301, 302, 303, 307, 308, 400..<500:
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
        for text in markup.complaints {
            report(Complaint(fragment: query.key.fragment, release: release ?? "unknown", text: text))
        }
        return FragmentContent(status: 200, markup: markup, head: head, release: release)
    }

    private func keep(_ content: FragmentContent, of response: WireResponse, for query: FragmentQuery, tag: String?) {
        let control = CacheControl(response.headers)
        guard query.isShareable, control.isStorable, control.freshness > 0 || control.staleIfError > 0 || tag != nil,
            variesOnlyAsDeclared(response, query)
        else { return }
        cache.store(CacheEntry(answer: content, entityTag: tag, control: control, storedAt: .now), for: query.key)
    }

    /// An answer that depends on more than its declaration says cannot be kept: nobody could tell whose it is.
    private func variesOnlyAsDeclared(_ response: WireResponse, _ query: FragmentQuery) -> Bool {
        guard let vary = response.headers[.vary] else { return true }
        var declared = Set(query.fragment.headers.map { $0.lowercased() })
        if !query.fragment.cookies.isEmpty { declared.insert("cookie") }
        for name in vary.split(separator: ",").map({ $0.filter { $0 != " " }.lowercased() }) where !declared.contains(name) {
            report(
                Complaint(
                    fragment: query.key.fragment, release: response.headers[.shopRelease] ?? "unknown",
                    text: "it varies on \(name), which its manifest does not say: it is not kept"))
            return false
        }
        return true
    }
}
