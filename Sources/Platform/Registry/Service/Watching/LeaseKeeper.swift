import ServiceLifecycle
import Wire

/// Ends leases when they run out, though nobody asks, and ends the registry's warming up.
struct LeaseKeeper: Service {
    let board: RegistryBoard
    let warmth: Duration

    /// The longest pause between two looks, in milliseconds.
    private static let longest = 250

    func run() async throws {
        await cancelWhenGracefulShutdown {
            try? await Task.sleep(for: warmth)
            if Task.isCancelled { return }
            board.endWarming()
            while !Task.isCancelled {
                let left = board.expire().map { $0 - board.clock.now() } ?? Self.longest
                // A lease that is kept though it has run out is no reason to hurry.
                try? await Task.sleep(for: .milliseconds(left > 0 ? min(left, Self.longest) : Self.longest))
            }
        }
    }
}
