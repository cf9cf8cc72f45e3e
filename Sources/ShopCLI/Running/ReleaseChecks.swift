import Fleet
import Wire

/// What every release must pass before it meets visitors.
enum ReleaseChecks {
    /// - Parameters:
    ///   - root: the project's, where consumers keep what they expect.
    ///   - releases: those of the fleet, with what they expected when they were made.
    static func all(root: String, releases: ReleaseStore) -> [any ReleaseChecking] {
        [AnswerCheck(), ShellCheck(), PageCheck(), ContractsCheck(root: root, releases: releases)]
    }
}

/// It answers its own health, as the release that it should be.
package struct AnswerCheck: ReleaseChecking {
    package init() {}

    package func complaints(
        about process: ProcessSpecification, release: String, at address: Address, fleet: FleetState
    ) async -> [String] {
        do {
            let answer = try await WireClient.shared.send(
                WireRequest(target: process.health), to: address, deadline: .after(.seconds(2)))
            guard answer.status == .ok else { return ["\(process.health) answers \(answer.status.code)"] }
            let own = answer.headers[.shopRelease]
            return own == release ? [] : ["it calls itself release \(own ?? "unknown")"]
        } catch {
            return ["\(process.health) does not answer: \(error)"]
        }
    }
}
