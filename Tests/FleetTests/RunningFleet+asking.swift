import Fleet
import NIOCore
import Testing

extension FleetState {
    func releases(of process: String) -> [String] {
        processes.filter { $0.name == process }.map(\.release)
    }
}

extension RunningFleet {
    func text(of path: String) async throws -> String {
        let answer = try await get(path)
        try #require(answer.status == .ok)
        return String(buffer: answer.body)
    }

    /// Returns as soon as a page says something.
    func page(_ path: String, says words: String, within patience: Duration) async throws {
        let deadline = ContinuousClock.now + patience
        while try await !text(of: path).contains(words) {
            try #require(ContinuousClock.now < deadline, "\(path) does not say \(words)")
            try await Task.sleep(for: .milliseconds(10))
        }
    }

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
