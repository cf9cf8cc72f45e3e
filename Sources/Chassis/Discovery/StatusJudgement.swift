import Wire

/// Which status an instance has by its own readiness: STARTING until it is ready for the first time, DOWN when it has
/// not been for three looks in a row, UP as soon as it is again.
package struct StatusJudgement: Sendable {
    /// Looks in a row that must fail before an instance says that it is down.
    package static let patience = 3

    package private(set) var status = Instance.Status.starting
    private var failures = 0

    package init() {}

    package mutating func note(isReady: Bool) {
        failures = isReady ? 0 : failures + 1
        if isReady {
            status = .up
        } else if status == .up, failures >= Self.patience {
            status = .down
        }
    }
}
