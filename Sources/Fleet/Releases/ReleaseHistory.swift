import FoundationEssentials

/// What became of each release of one process.
///
/// The release that serves is the last one whose rollout completed, whenever the file is read: a rollout is noted
/// beside it, and takes its place in one step. So a supervisor that was killed leaves no doubt what to start.
package struct ReleaseHistory: Codable, Sendable, Equatable {
    package enum Outcome: Codable, Sendable, Equatable {
        case staged
        case serving
        /// It served, and a newer one took its place.
        case retired
        /// It failed before a shopper met it.
        case refused(reason: String)
        /// It was taken back after shoppers met it.
        case rolledBack(reason: String)
    }

    package struct Entry: Codable, Sendable, Equatable {
        package let version: String
        package let fingerprint: ReleaseFingerprint
        package let staged: Date
        package internal(set) var outcome: Outcome
        /// When the outcome was reached; nil while it is only staged.
        package internal(set) var changed: Date?
        /// When it last began to serve.
        package internal(set) var served: Date?
    }

    /// A rollout that has not ended.
    package struct Underway: Codable, Sendable, Equatable {
        package let version: String
        package let started: Date
    }

    /// So many entries are remembered, also of releases that were pruned.
    static let remembered = 50

    package private(set) var format = 1
    /// The highest number that any release had.
    package private(set) var lastNumber = 0
    /// In the order of staging.
    package private(set) var entries: [Entry] = []
    package private(set) var rollout: Underway?

    package init() {}

    package subscript(version version: String) -> Entry? { entries.first { $0.version == version } }

    /// The release that serves.
    package var current: Entry? { entries.first { $0.outcome == .serving } }

    /// The release to go back to: of those that served and were in order, the last one.
    package var previous: Entry? {
        entries.filter { $0.outcome == .retired }.max { ($0.served ?? .distantPast) < ($1.served ?? .distantPast) }
    }

    /// The versions that must stay on the disk.
    package var needed: Set<String> {
        Set([current?.version, previous?.version, rollout?.version].compactMap(\.self))
    }

    /// The entry, if a release like this was refused or rolled back and has not served since.
    package func rejection(of fingerprint: ReleaseFingerprint) -> Entry? {
        guard let last = entries.last(where: { $0.fingerprint == fingerprint }) else { return nil }
        switch last.outcome {
        case .refused, .rolledBack: return last
        case .staged, .serving, .retired: return nil
        }
    }
}

extension ReleaseHistory {
    /// Notes a release that was staged; one that is known stays as it is.
    package mutating func add(_ release: Release) {
        lastNumber = max(lastNumber, release.number)
        guard self[version: release.version] == nil else { return }
        entries.append(
            Entry(
                version: release.version, fingerprint: release.fingerprint, staged: release.staged, outcome: .staged))
        let needed = needed.union([release.version])
        while entries.count > Self.remembered, let oldest = entries.firstIndex(where: { !needed.contains($0.version) })
        {
            entries.remove(at: oldest)
        }
    }

    /// A rollout of the release begins; whichever serves goes on.
    package mutating func begin(_ version: String, of name: String, at now: Date) throws(ReleaseError) {
        guard self[version: version] != nil else { throw .unknownRelease(process: name, version: version) }
        rollout = Underway(version: version, started: now)
    }

    /// The release serves, and the one before does not any more: the end of a rollout, or a first start.
    ///
    /// - Parameter takenBack: why the one before is not to be used again, if it is the newer of the two.
    package mutating func serve(
        _ version: String, of name: String, at now: Date, takenBack reason: String? = nil
    ) throws(ReleaseError) {
        guard let next = entries.firstIndex(where: { $0.version == version }) else {
            throw .unknownRelease(process: name, version: version)
        }
        rollout = nil
        guard entries[next].outcome != .serving else { return }
        if let before = entries.firstIndex(where: { $0.outcome == .serving }) {
            let reason = before > next ? reason : nil
            settle(before, reason.map { .rolledBack(reason: $0) } ?? .retired, at: now)
        }
        settle(next, .serving, at: now)
        entries[next].served = now
    }

    /// The release that was being rolled out is not to be used, and nothing of it is left.
    package mutating func reject(_ version: String, _ outcome: Outcome, at now: Date) {
        if rollout?.version == version { rollout = nil }
        condemn(version, outcome, at: now)
    }

    /// The release that is being rolled out is not to be used, whether or not its rollout comes to an end.
    package mutating func condemn(_ version: String, _ outcome: Outcome, at now: Date) {
        guard let index = entries.firstIndex(where: { $0.version == version }), entries[index].outcome != .serving
        else { return }
        settle(index, outcome, at: now)
    }

    /// The rollout did not run to an end, for no fault of the release: cancelled, or its supervisor was killed.
    /// Returns the version that was being rolled out.
    @discardableResult
    package mutating func abandonRollout() -> String? {
        defer { rollout = nil }
        return rollout?.version
    }

    private mutating func settle(_ index: Int, _ outcome: Outcome, at now: Date) {
        entries[index].outcome = outcome
        entries[index].changed = now
    }
}
