import Synchronization

/// What became of fragments, counted for each release of each server: by this a release on trial is judged.
package final class FragmentLedger: Sendable {
    package struct Counts: Sendable, Hashable {
        /// Places that were filled with an answer of this release, from its server or from the cache.
        package var served = 0
        /// Bytes of their markup.
        package var bytes = 0
        /// Places where another release answered because this one failed, by reason: nobody saw it.
        package var rescued: [String: Int] = [:]
        /// Places where an earlier answer was shown because this release failed, by reason.
        package var lastGood: [String: Int] = [:]
        /// Places where a fallback was shown, by reason.
        package var fallbacks: [String: Int] = [:]
        /// Places that stayed empty, by reason.
        package var missing: [String: Int] = [:]
        /// Faults in its markup that were mended.
        package var mended = 0

        package init() {}

        /// Places that this release did not fill.
        package var failures: Int {
            [rescued, lastGood, fallbacks, missing].reduce(0) { $0 + $1.values.reduce(0, +) }
        }
    }

    private let counts = Mutex<[ReleaseID: Counts]>([:])

    package init() {}

    /// All counts since the start, of releases that have not been forgotten.
    package func snapshot() -> [ReleaseID: Counts] { counts.withLock(\.self) }

    package func forget(_ id: ReleaseID) { counts.withLock { $0[id] = nil } }

    func served(_ id: ReleaseID, bytes: Int) {
        counts.withLock {
            $0[id, default: Counts()].served += 1
            $0[id, default: Counts()].bytes += bytes
        }
    }

    func failed(_ id: ReleaseID, _ kind: any WritableKeyPath<Counts, [String: Int]> & Sendable, _ reason: String) {
        counts.withLock { $0[id, default: Counts()][keyPath: kind][reason, default: 0] += 1 }
    }

    func mended(_ id: ReleaseID, complaints: Int) {
        counts.withLock { $0[id, default: Counts()].mended += complaints }
    }
}
