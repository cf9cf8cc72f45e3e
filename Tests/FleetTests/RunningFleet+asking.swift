import Fleet

extension FleetState {
    func releases(of process: String) -> [String] {
        processes.filter { $0.name == process }.map(\.release)
    }
}

extension RunningFleet {
    /// Asks for a path again and again while the body runs; returns the answers' statuses, 0 for none.
    func asking(_ path: String, while body: () async throws -> Void) async throws -> [Int] {
        let fleet = self
        let asker = Task {
            var statuses: [Int] = []
            while !Task.isCancelled {
                let status = try? await fleet.status(of: path)
                if !Task.isCancelled { statuses.append(status ?? 0) }
            }
            return statuses
        }
        defer { asker.cancel() }
        try await body()
        asker.cancel()
        return await asker.value
    }
}
