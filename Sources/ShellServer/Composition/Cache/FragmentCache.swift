import HTTPTypes
import Synchronization
import Wire

/// What names an answer: the fragment in one release, its address with all inputs, and the values that it varies on.
package struct CacheKey: Sendable, Hashable {
    let fragment: String
    let release: String
    let target: String
    let variation: [String]

    func of(release: String) -> CacheKey {
        CacheKey(fragment: fragment, release: release, target: target, variation: variation)
    }
}

/// An answer that may be shown again.
struct CacheEntry: Sendable {
    let answer: FragmentContent
    let entityTag: String?
    let control: CacheControl
    var marks = CacheMarks()
    let storedAt: ContinuousClock.Instant
    /// Something that it shows is another by now: it is shown only for want of a better one, if at all.
    var isOutdated = false

    /// - Parameter hears: whether changes are heard of, so that what is not outdated is true.
    func age(at now: ContinuousClock.Instant, hears: Bool = false) -> CacheControl.Age {
        let time = storedAt.duration(to: now)
        let age = (hears ? marks.control ?? control : control).age(after: time)
        guard isOutdated, age == .fresh || age == .revalidating else { return age }
        return control.staleIfError > 0 ? .onlyOnError : .tooOld
    }
}

/// What an answer says of the events that end its freshness.
struct CacheMarks: Sendable, Hashable {
    /// What it shows.
    var tags: Set<String> = []
    /// How long it may be kept as long as changes of its tags are heard of; nil for no longer than otherwise.
    var control: CacheControl?
}

/// A shared cache of fragments, bounded in bytes; what was not asked for longest goes first.
package final class FragmentCache: Sendable {
    private struct Slot {
        var entry: CacheEntry
        var lastUse: UInt64
    }

    private struct State {
        var slots: [CacheKey: Slot] = [:]
        /// By fragment, in the order in which their first answers came.
        var releases: [String: [String]] = [:]
        var size = 0
        var clock: UInt64 = 0
        var hearing = Hearing()
    }

    private let state = Mutex(State())
    private let limit: Int
    /// Of how many releases of a fragment answers are kept: those in service, and those that were.
    private static let releaseLimit = 4

    /// - Parameter limit: bytes of markup to keep.
    package init(limit: Int = 32 << 20) {
        self.limit = limit
    }

    // MARK: Changes

    /// Takes what shows any of these tags for outdated, and what is being fetched meanwhile too.
    /// - Parameter tags: nil for whatever has tags.
    func outdate(_ tags: Set<String>?, at now: ContinuousClock.Instant = .now) {
        state.withLock { state in
            state.hearing.note(tags, at: now)
            for (key, slot) in state.slots where !slot.entry.isOutdated {
                let own = slot.entry.marks.tags
                guard tags.map({ !own.isDisjoint(with: $0) }) ?? !own.isEmpty else { continue }
                state.slots[key]?.entry.isOutdated = true
            }
        }
    }

    /// Takes note that changes are heard of now, or not.
    func hears(_ isHeard: Bool, at now: ContinuousClock.Instant = .now) {
        state.withLock { $0.hearing.lastSign = isHeard ? now : nil }
    }

    func age(of entry: CacheEntry, at now: ContinuousClock.Instant = .now) -> CacheControl.Age {
        entry.age(at: now, hears: state.withLock { $0.hearing.isGood(at: now) })
    }

    // MARK: Answers

    func entry(for key: CacheKey) -> CacheEntry? {
        state.withLock { state in
            state.clock += 1
            state.slots[key]?.lastUse = state.clock
            return state.slots[key]?.entry
        }
    }

    /// - Parameter start: when it was asked for; what has changed since may be missing in it.
    func store(_ entry: CacheEntry, for key: CacheKey, askedAt start: ContinuousClock.Instant = .now) {
        state.withLock { state in
            var entry = entry
            entry.isOutdated = state.hearing.hasChanged(entry.marks.tags, since: start)
            state.clock += 1
            Self.note(key, &state)
            if let old = state.slots.updateValue(Slot(entry: entry, lastUse: state.clock), forKey: key) {
                state.size -= Self.size(of: old.entry)
            }
            state.size += Self.size(of: entry)
            if state.size > limit { Self.evict(&state, to: limit / 10 * 9) }
        }
    }

    /// The releases of a fragment of which something may be kept, the last that came first.
    func releases(of fragment: String) -> [String] { state.withLock { $0.releases[fragment]?.reversed() ?? [] } }

    package func removeAll() { state.withLock { $0 = State() } }

    /// How many answers are kept, and their bytes.
    package var usage: (count: Int, bytes: Int) { state.withLock { ($0.slots.count, $0.size) } }

    private static func note(_ key: CacheKey, _ state: inout State) {
        guard state.releases[key.fragment]?.contains(key.release) != true else { return }
        state.releases[key.fragment, default: []].append(key.release)
        guard let releases = state.releases[key.fragment], releases.count > releaseLimit else { return }
        state.releases[key.fragment]?.removeFirst()
        for (old, slot) in state.slots where old.fragment == key.fragment && old.release == releases[0] {
            state.slots[old] = nil
            state.size -= size(of: slot.entry)
        }
    }

    private static func evict(_ state: inout State, to goal: Int) {
        for (key, slot) in state.slots.sorted(by: { $0.value.lastUse < $1.value.lastUse }) {
            guard state.size > goal else { return }
            state.slots[key] = nil
            state.size -= size(of: slot.entry)
        }
    }

    /// The markup and about what its bookkeeping and key take.
    private static func size(of entry: CacheEntry) -> Int { (entry.answer.markup?.size ?? 0) + 1_024 }
}

extension CacheMarks {
    init(_ headers: HTTPFields) {
        tags = Set((headers[.cacheTag] ?? "").split(separator: " ").prefix(64).map(String.init))
        guard !tags.isEmpty, headers[.shellCacheControl] != nil else { return }
        let control = CacheControl(headers, field: .shellCacheControl)
        if control.isStorable { self.control = control }
    }
}
