import Wire

/// Looks at a candidate before it meets visitors.
package protocol ReleaseChecking: Sendable {
    /// - Parameter address: where the candidate answers, which nobody else knows yet.
    /// - Returns: what is wrong, each with who would suffer; nothing if it may serve.
    func complaints(
        about process: ProcessSpecification, release: String, at address: Address, fleet: FleetState
    ) async -> [String]
}
