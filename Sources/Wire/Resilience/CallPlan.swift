import HTTPTypes

/// Where the tries of one call go: a pure state machine that is told what failed.
///
/// - What was never sent may go to another instance, whatever it is: of its release, else of the one in full service.
/// - What may be repeated is tried once more after a broken connection, within the retry budget.
/// - A `GET` that a release on trial fails, by an error, by its time or by a status of 500 and above, goes to the
///   release in full service: whoever was given the candidate must not suffer for it.
package struct CallPlan: Sendable {
    package enum Decision: Sendable, Hashable {
        case giveUp
        case again
        /// Again, if the service is not overwhelmed by retries already.
        case againWithinBudget
    }

    private static let limit = 3

    private let request: WireRequest
    private let release: String?
    private let bucket: Int?
    private var tried: Set<String> = []
    private var left: Set<String> = []
    private var tries = 1

    package init(request: WireRequest, release: String?, bucket: Int?) {
        self.request = request
        self.release = release
        self.bucket = bucket
    }

    /// Whether the answer of a candidate may be thrown away for another's.
    package var mayLeaveCandidate: Bool {
        (request.method == .get || request.method == .head) && tries < Self.limit
    }

    /// The instances that the next try may go to, all of one release: untried ones if there are any, else those of the
    /// release in full service if the first one is on trial, else any.
    package func instances(among known: [Instance]) -> [Instance] {
        var order = ReleaseChoice.order(of: known, bucket: bucket)
        if let release, order.contains(release) { order = [release] + order.filter { $0 != release } }
        let wanted = order.filter { !left.contains($0) }
        guard let first = wanted.first ?? order.first else { return [] }
        let up = known.filter { $0.status == .up }
        for release in [first, ReleaseChoice.standby(of: first, among: known)] {
            let untried = up.filter { $0.release == release && !tried.contains($0.id) }
            if !untried.isEmpty { return untried }
        }
        return up.filter { $0.release == first }
    }

    /// The instance's release is not asked again for this call.
    package mutating func leave(_ instance: Instance) {
        left.insert(instance.release)
        tries += 1
    }

    package mutating func afterFailure(_ error: WireError, at instance: Instance, isCandidate: Bool) -> Decision {
        guard tries < Self.limit else { return .giveUp }
        if isCandidate, mayLeaveCandidate, error.mayBeTheReleases {
            leave(instance)
            return .again
        }
        switch error {
        case .unreachable:
            tries += 1
            return tried.insert(instance.id).inserted ? .againWithinBudget : .giveUp
        case .connectionClosed where request.isRepeatable && tries == 1:
            tries += 1
            tried.insert(instance.id)
            return .againWithinBudget
        default:
            return .giveUp
        }
    }
}

extension WireError {
    /// Whether another release may do better.
    fileprivate var mayBeTheReleases: Bool {
        switch self {
        case .unreachable, .connectionClosed, .deadlineExceeded, .malformed, .tooLarge, .breakerOpen: true
        case .noInstance: false
        }
    }
}
