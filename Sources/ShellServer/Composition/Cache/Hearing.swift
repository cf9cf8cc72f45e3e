/// What is heard of changes: whether it is heard at all, and what was heard lately.
struct Hearing: Sendable {
    /// After so long without a sign nobody is there who would tell.
    static let patience = Duration.seconds(10)
    /// No fetch lasts longer.
    private static let memory = Duration.seconds(60)

    var lastSign: ContinuousClock.Instant?
    private var changes: [String: ContinuousClock.Instant] = [:]
    private var everything: ContinuousClock.Instant?

    func isGood(at now: ContinuousClock.Instant) -> Bool {
        lastSign.map { $0.duration(to: now) <= Self.patience } ?? false
    }

    /// - Parameter tags: nil for all there are.
    mutating func note(_ tags: Set<String>?, at now: ContinuousClock.Instant) {
        guard let tags else {
            everything = now
            return
        }
        if changes.count > 1_000 { changes = changes.filter { $0.value.duration(to: now) < Self.memory } }
        for tag in tags { changes[tag] = now }
    }

    /// Whether one of these has changed since.
    func hasChanged(_ tags: Set<String>, since start: ContinuousClock.Instant) -> Bool {
        guard !tags.isEmpty else { return false }
        if let everything, everything >= start { return true }
        return tags.contains { changes[$0].map { $0 >= start } ?? false }
    }
}
