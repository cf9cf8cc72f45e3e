import Wire

/// What a process has that nobody is to notice, such as a release that is rehearsed: it hears no event and sends none.
/// The real engine would take it for the service whose name it has, and give it events that the service never gets.
struct SilentEngine: EventEngine, EventFollowing {
    func publish(_ events: [CloudEvent]) async throws { try await untilCancelled() }

    func consume(
        group: String, topics: [String], handle: @escaping @Sendable (Delivery) async -> Verdict
    ) async throws { try await untilCancelled() }

    func follow(
        topics: [String], handle: @escaping @Sendable (FollowedNews) async -> Void
    ) async throws { try await untilCancelled() }

    private func untilCancelled() async throws {
        for await _ in AsyncStream<Never>.makeStream().stream {}
        throw CancellationError()
    }
}
