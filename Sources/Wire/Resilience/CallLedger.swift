import Synchronization

/// What a process's calls to others came to, by service and release: the callers' side is where a slow or failing
/// release shows, whatever it says of itself.
package final class CallLedger: Sendable {
    package struct Key: Sendable, Hashable {
        package let service: String
        package let release: String

        package init(service: String, release: String) {
            self.service = service
            self.release = release
        }
    }

    /// Sums since the process started; they only grow.
    package struct Figures: Sendable, Hashable {
        package var calls = 0
        /// Calls without an answer, with one of status 500 and above, or with one that broke off.
        package var failures = 0
        /// Bytes of the answers' bodies, as far as they came.
        package var bytes = 0
        package var microseconds = 0
        /// Calls by duration: how many took at most the bound of the same index, and last those beyond all bounds.
        package var histogram = [Int](repeating: 0, count: CallLedger.bounds.count + 1)
    }

    /// Milliseconds.
    package static let bounds: [Double] = [
        0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 1_000, 2_000,
        5_000,
    ]

    package static let shared = CallLedger()

    private let figures = Mutex<[Key: Figures]>([:])

    package init() {}

    package func record(
        _ service: String, release: String, duration: Duration, bytes: Int = 0, failed: Bool
    ) {
        let microseconds = duration.microseconds
        let place = Self.bounds.firstIndex { Double(microseconds) <= $0 * 1_000 } ?? Self.bounds.count
        figures.withLock { figures in
            var own = figures[Key(service: service, release: release)] ?? Figures()
            own.calls += 1
            own.bytes += bytes
            own.microseconds += microseconds
            own.histogram[place] += 1
            if failed { own.failures += 1 }
            figures[Key(service: service, release: release)] = own
        }
    }

    /// Adds what became of a body that was still coming when its call was recorded.
    package func record(_ service: String, release: String, _ end: WireStreamEnd) {
        figures.withLock { figures in
            var own = figures[Key(service: service, release: release)] ?? Figures()
            own.bytes += end.bytes
            // One with a status of 500 and above has counted already.
            if end.isCutOff, end.status.code < 500 { own.failures += 1 }
            figures[Key(service: service, release: release)] = own
        }
    }

    package func snapshot() -> [Key: Figures] { figures.withLock(\.self) }
}
