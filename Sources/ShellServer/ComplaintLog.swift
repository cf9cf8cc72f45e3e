import Composition
import Logging
import Synchronization

/// Tells each team once what the shell had to drop or mend in a release of its fragment.
final class ComplaintLog: Sendable {
    private let logger: Logger
    private let seen = Mutex<Set<FragmentResolver.Complaint>>([])

    init(logger: Logger) {
        self.logger = logger
    }

    func note(_ complaint: FragmentResolver.Complaint) {
        let isNew = seen.withLock { $0.count < 1_000 && $0.insert(complaint).inserted }
        guard isNew else { return }
        logger.warning(
            "fragment mended",
            metadata: [
                "fragment": "\(complaint.fragment)", "fragment_release": "\(complaint.release)",
                "detail": "\(complaint.text)",
            ])
    }
}
