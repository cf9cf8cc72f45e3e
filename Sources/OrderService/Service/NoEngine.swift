import Wire

struct NoEngine: EventEngine {
    func publish(_ events: [CloudEvent]) async throws {}
    func consume(group: String, topics: [String], handle: @escaping @Sendable (Delivery) async -> Verdict) async throws
    { try await Task.sleep(for: .seconds(1 << 20)) }
}
